import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { encodingOf, packed } from './packed.ts';

test('a text comes back as it was, and is packed once', async () => {
  const text = packed('<p>café</p>'.repeat(1000));
  assert.equal(brotliDecompressSync(await text.as('br')).toString('utf8'), text.text);
  assert.equal(gunzipSync(await text.as('gzip')).toString('utf8'), text.text);
  assert.equal(await text.as('br'), await text.as('br'));
});

test('the encoding is one that the request accepts', () => {
  for (const [accepts, encoding] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br; q=0.000', null],
    ['identity', null],
    ['', null],
    [undefined, null],
  ] as const)
    assert.equal(encodingOf(accepts), encoding, accepts);
});
