import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { HeadwaterError } from '../../errors.ts';
import { readXml } from './read.ts';
import { escapeAttribute, escapeText, legal, safeHref } from './text.ts';

const refused = (xml: string) =>
  assert.throws(
    () => readXml(xml, {}),
    (error) => error instanceof HeadwaterError && error.code === 'document-xml',
    xml,
  );

test('any string, escaped, is well-formed as content and as an attribute, and comes back as its legal self', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\u0000', '\uD800', '\uDC00', '\r', '\n', ']]>', '<', '&', '"', "'", '\uFFFE', '\u202E', 'a') }),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      let content = '';
      let attribute: string | null = null;
      readXml(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`, {
        open: (element) => {
          attribute = element.attribute('', 'b');
        },
        text: (piece) => {
          content += piece;
        },
      });
      assert.equal(content, legal(text));
      assert.equal(attribute, legal(text).replace(/[\n\t]/g, ' '));
    }),
  );
});

test('document types are refused, so nothing is expanded or fetched', () => {
  refused('<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>');
  refused('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>');
  refused('<a>&b;</a>');
});

test('what is not well-formed is refused', () => {
  const cases = [
    '',
    'words',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b="1" b="2"/>',
    '<a b=1/>',
    '<p:a/>',
    '<a>\u0001</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&</a>',
    '<a b="<"/>',
    '<!-- <a/>',
    '</a>',
  ];
  for (const each of cases) refused(each);
  refused('<a>'.repeat(300) + '</a>'.repeat(300));
});

test('prefixes are resolved where they are declared', () => {
  const seen: string[] = [];
  readXml('<x:a xmlns:x="one"><b xmlns="two" x:c="1" c="2"/><x:d xmlns:x="three"/><x:e/></x:a>', {
    open: (element) => seen.push(`${element.uri} ${element.local} ${element.attributes.map((each) => `${each.uri}|${each.local}`)}`),
  });
  assert.deepEqual(seen, ['one a ', 'two b one|c,|c', 'three d ', 'one e ']);
});

test('only addresses of the web are links', () => {
  assert.equal(safeHref('https://example.org/a b?c="d"'), 'https://example.org/a%20b?c=%22d%22');
  for (const each of ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '/a', 'mailto:a@b', ''])
    assert.equal(safeHref(each), null, each);
});
