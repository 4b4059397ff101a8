import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import * as schemas from '../../src/web/api/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type SmallHome, smallHome } from './home.ts';
import { signedInAs } from '../who.ts';

describe('the API', () => {
  let small: SmallHome;
  let warehouse: Warehouse;
  let app: FastifyInstance;

  before(async () => {
    small = await smallHome();
    warehouse = await openWarehouse(small.dir);
    app = await buildApp({ identify: signedInAs('analyst', 'data-quality-lead'), warehouse });
  });

  after(async () => {
    await app?.close();
    await warehouse?.close();
    small?.remove();
  });

  const get = async (url: string): Promise<unknown> => {
    const answer = await app.inject({ url, headers: { host: 'localhost' } });
    assert.equal(answer.statusCode, 200, `${url}: ${answer.body.slice(0, 300)}`);
    return answer.json();
  };

  test('every answer is what the document says, and nothing more', async () => {
    const delivery = small.results[0]?.delivered[0]?.id ?? '';
    const cases: readonly [url: string, schema: z.ZodType][] = [
      ['/api/v1/measures', schemas.pageOf(schemas.measure)],
      ['/api/v1/measures/find-rate', schemas.measure],
      ['/api/v1/dimensions', schemas.pageOf(schemas.dimension)],
      ['/api/v1/dimensions/crime-type', schemas.dimensionWithValues],
      ['/api/v1/dimensions/district', schemas.dimensionWithValues],
      ['/api/v1/datasets', schemas.pageOf(schemas.dataset)],
      ['/api/v1/deliveries', schemas.pageOf(schemas.delivery)],
      [`/api/v1/deliveries/${delivery}`, schemas.delivery],
      ['/api/v1/snapshots', schemas.pageOf(schemas.snapshot)],
      ['/api/v1/figures/recorded-offences?by=month&by=crime-type', schemas.figure],
      ['/api/v1/figures/find-rate?by=age-band', schemas.figure],
      ['/api/v1/figures/offences-change?from=2025-09&to=2025-10', schemas.figure],
    ];
    for (const [url, schema] of cases) {
      const parsed = schema.safeParse(await get(url));
      assert.ok(parsed.success, `${url}: ${parsed.error?.message.slice(0, 500)}`);
    }
  });

  test('the document is OpenAPI 3.1, its references resolve, and its examples answer', async () => {
    const document = (await get('/api/openapi.json')) as { openapi: string; paths: Record<string, unknown>; components: { schemas: Record<string, unknown> } };
    assert.equal(document.openapi, '3.1.0');
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? ''));
    assert.ok(references.has('#/components/schemas/Figure'));
    for (const reference of references) {
      assert.match(reference, /^#\/components\/schemas\//);
      assert.ok(document.components.schemas[reference.split('/').at(-1) ?? ''], reference);
    }
    for (const { path, example } of schemas.endpoints) {
      assert.ok(document.paths[path], path);
      await get(example);
    }
  });

  test('a list is walked by its next address, each item once', async () => {
    const seen: string[] = [];
    for (let url: string | null = '/api/v1/deliveries?dataset=stop&size=5'; url !== null; ) {
      const answer = (await get(url)) as { items: { id: string; dataset: string }[]; next: string | null; total: number };
      assert.ok(answer.items.every((item) => item.dataset === 'stop'));
      seen.push(...answer.items.map((item) => item.id));
      url = answer.next;
      if (url === null) assert.equal(seen.length, answer.total);
    }
    assert.equal(new Set(seen).size, seen.length);
  });

  test('a figure of the API is the figure of the page', async () => {
    assert.deepEqual(await get('/api/v1/figures/stops?by=sex'), await get('/figure/stops.json?by=sex'));
  });
});
