import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeList } from '../../reference/index.ts';
import { gaps } from './completeness.ts';
import { contractOf, listContracts, listLayouts } from './contract.ts';
import { columnsOf, wordsOf } from './expressions.ts';
import { fit, recogniseLayout } from './recognise.ts';

test('every layout is recognised by its own header, and as itself', () => {
  for (const layout of listLayouts()) {
    const header = layout.columns.flatMap((column) => (column.pattern === undefined ? [column.name] : ['0', '1', '90+']));
    const quoted = header.map((name) => `"${name}"`).join(',');
    const found = recogniseLayout(quoted, { dataset: layout.dataset });
    assert.equal(found.fit.layout.id, layout.id);
    assert.deepEqual(found.fit.extra, []);
  }
});

test('every layout fills the required fields of the tables that it names, from columns that it lists', () => {
  for (const layout of listLayouts()) {
    const contract = contractOf(layout.dataset);
    const columns = new Set(layout.columns.map((column) => column.name));
    for (const [name, target] of Object.entries(layout.tables)) {
      const table = contract.tables.find((one) => one.name === name);
      assert.ok(table, `${layout.id}: ${name}`);
      const fields = new Set(table.fields.map((field) => field.name));
      for (const field of Object.keys(target.fields)) assert.ok(fields.has(field), `${layout.id}: ${name} has no field ${field}`);
      for (const binding of Object.values(target.fields))
        if (typeof binding === 'string') assert.ok(columns.has(binding), `${layout.id}: no column ${binding}`);
      const wide = target.unpivot ? [...Object.keys(target.unpivot.set), ...Object.values(target.unpivot.take)] : [];
      for (const field of table.fields) {
        if (field.required) assert.ok(field.name in target.fields || wide.includes(field.name), `${layout.id}: ${name}.${field.name} is required`);
      }
    }
  }
});

test('every coded field names a list, and the words of a list are unambiguous', () => {
  for (const { tables } of listContracts()) {
    for (const table of tables) {
      for (const field of table.fields) {
        assert.equal(field.type === 'code', field.list !== undefined, `${table.name}.${field.name}`);
        if (!field.list) continue;
        const words = wordsOf(field.list);
        for (const item of codeList(field.list).items) {
          for (const alias of item.aliases) assert.equal(words.get(alias), item.id, `${field.list}: “${alias}”`);
        }
      }
      assert.equal(columnsOf(table).at(-1)?.name, 'delivery');
    }
  }
});

test('headings of other years are the same columns', () => {
  const { layout } = recogniseLayout('LAD23CD,LAD23NM,CSP23CD,CSP23NM,PFA23CD,PFA23NM').fit;
  assert.equal(layout.id, 'lad-csp-pfa');
});

test('a fit says what is missing and what is not expected', () => {
  const [layout] = listLayouts('lsoa-month-counts');
  assert.ok(layout);
  const { missing, extra } = fit(layout, ['LSOA_Code', ' category ', 'year', 'month', 'offences']);
  assert.deepEqual([missing, extra], [['crime_count'], ['offences']]);
});

test('a layout that is asked for and does not fit is refused', () => {
  assert.throws(() => recogniseLayout('a,b', { layout: 'police-uk-street', fileName: 'x.csv' }), {
    code: 'layout-unknown',
    message: /does not fit the layout “police-uk-street”/,
  });
  assert.throws(() => recogniseLayout('a,b', { layout: 'no-such' }), { code: 'unknown-layout' });
});

test('a month is judged against the source’s own months, between its first and its last', () => {
  const rows = [1, 2, 4, 5].map((month) => ({ source: 'a', month, rows: 100, delivery: `d${month}` }));
  const found = gaps([...rows, { source: 'a', month: 3, rows: 30, delivery: 'd3' }, { source: 'b', month: 9, rows: 1, delivery: 'd9' }], 'Month', 50);
  assert.deepEqual(
    found.map(({ delivery, note }) => [delivery, note.count]),
    [['d3', 30]],
  );
  assert.deepEqual(gaps(rows.slice(0, 2), 'Month', 50), [], 'two months tell nothing');
  const lost = gaps([...rows, { source: 'b', month: 3, rows: 500, delivery: 'd3' }], 'District', 20);
  assert.match(lost[0]?.note.reason ?? '', /a is missing from 2000-04/);
});
