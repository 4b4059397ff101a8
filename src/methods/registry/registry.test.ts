import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as library from '../index.ts';
import { MethodError } from '../index.ts';
import { fields, markdownIndex, markdownPage } from './page.ts';
import { METHODS, method, SECTIONS } from './index.ts';

const docs = join(import.meta.dirname, '../../../docs/methods');

test('every section has its methods, and every name is one word of the shell used once', () => {
  for (const section of Object.keys(SECTIONS))
    assert.ok(
      METHODS.some((each) => each.section === section),
      `nothing in ${section}`,
    );
  const names = METHODS.map((each) => each.name);
  assert.deepEqual(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
  );
  for (const name of names) assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
});

test('every method stands for functions that the package exports', () => {
  for (const each of METHODS) {
    assert.ok(each.functions.length > 0, each.name);
    for (const name of each.functions) assert.equal(typeof (library as Record<string, unknown>)[name], 'function', `${each.name}: ${name}`);
  }
});

test('every field of every method is described, and its example runs', () => {
  for (const each of METHODS) {
    for (const field of fields(each)) assert.ok(field.description.length > 3 || /\[\]\.|\./.test(field.name), `${each.name}: ${field.name} has no description`);
    for (const [key, text] of Object.entries({
      answers: each.answers,
      notWhen: each.notWhen,
      formula: each.formula,
      source: each.source,
      checked: each.checked,
      reading: each.reading,
    }))
      assert.ok(text.trim().length >= 20 || (key === 'source' && text.length > 8), `${each.name}: ${key} says too little`);
    const result = each.call(each.example);
    const untold = Object.keys(result).filter((key) => !(key in each.returns));
    assert.deepEqual(untold, [], `${each.name}: results that its page does not tell`);
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result, `${each.name} gives something that JSON cannot hold`);
    assert.deepEqual(each.call(structuredClone(each.example)), result, `${each.name}: the same input, the same result`);
  }
});

test('what a method cannot use is refused by name', () => {
  for (const each of METHODS) {
    for (const input of [null, [], 'text', 7, { ...each.example, surely_not_a_field: 1 }])
      assert.throws(
        () => each.call(input),
        (error) => error instanceof MethodError && error.code === 'input',
        each.name,
      );
    for (const field of fields(each).filter((one) => one.required && !/[.[]/.test(one.name))) {
      const { [field.name]: _, ...lacking } = each.example;
      assert.throws(
        () => each.call(lacking),
        (error) => error instanceof MethodError && error.argument.startsWith(field.name),
        `${each.name} without ${field.name}`,
      );
    }
  }
});

/** Places of the numbers within an input, wherever they stand. */
function numberPlaces(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === 'number') return [path];
  if (Array.isArray(value)) return value.flatMap((each, i) => numberPlaces(each, [...path, i]));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, each]) => numberPlaces(each, [...path, key]));
  return [];
}

const spread = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length <= most ? items : Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as T);

function replaced(value: unknown, [first, ...rest]: readonly (string | number)[], by: number): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((each, i) => (i === first ? replaced(each, rest, by) : each));
  return { ...(value as object), [first]: replaced((value as Record<string, unknown>)[first], rest, by) };
}

test('numbers that cannot be used never come back as NaN: a result or a coded error, wherever in the input they stand', () => {
  const hostile = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 5e-324, 1e15, 1e308, -1e308];
  let calls = 0;
  for (const each of METHODS) {
    for (const place of spread(numberPlaces(each.example), 10)) {
      for (const bad of hostile) {
        // How often to draw, and how fine a grid, is the caller's to choose: a huge number there only takes long, or is refused as too large.
        if (place.length === 1 && bad > 1e6 && Number.isInteger(each.example[place[0] as string])) continue;
        calls++;
        try {
          JSON.stringify(each.call(replaced(each.example, place, bad)));
        } catch (error) {
          assert.ok(error instanceof MethodError, `${each.name} with ${place.join('.')} = ${bad}: ${error instanceof Error ? error.stack : String(error)}`);
        }
      }
    }
  }
  assert.ok(calls > 5000, `${calls} calls`);
});

test('the pages in docs/methods are those of the registry', () => {
  const advice = 'run `npm run docs:methods`';
  for (const each of METHODS) {
    const file = join(docs, each.section, `${each.name}.md`);
    assert.ok(existsSync(file), `docs/methods/${each.section}/${each.name}.md is missing: ${advice}`);
    assert.equal(readFileSync(file, 'utf8'), markdownPage(each), `docs/methods/${each.section}/${each.name}.md is out of date: ${advice}`);
  }
  const overviews = new Set(Object.keys(SECTIONS).filter((section) => existsSync(join(docs, `${section}.md`))));
  assert.equal(readFileSync(join(docs, 'README.md'), 'utf8'), markdownIndex(METHODS, overviews), `docs/methods/README.md is out of date: ${advice}`);
  for (const section of Object.keys(SECTIONS)) {
    for (const file of readdirSync(join(docs, section))) assert.ok(method(file.replace(/\.md$/, '')), `docs/methods/${section}/${file} is of no method`);
  }
});
