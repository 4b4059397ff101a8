import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CountQuery, countSql, isCanonical } from './counts.ts';

const query = (more: Partial<CountQuery>): CountQuery => ({ dataset: 'street', conditions: [], from: null, to: null, by: [], ...more });
const alias = () => 'f1.';

describe('count statements', () => {
  it('reads the atoms for questions on force, district, month and kind alone', () => {
    assert.equal(isCanonical(query({ by: ['month', 'crime_type'], conditions: [{ column: 'force', ids: [3] }] })), true);
    assert.equal(isCanonical(query({ by: ['outcome'] })), false);
    assert.equal(isCanonical(query({ conditions: [{ column: 'lsoa', ids: [3] }] })), false);
    assert.equal(isCanonical(query({ dataset: 'stop', by: ['power'] })), true);
    assert.equal(isCanonical(query({ dataset: 'stop', by: ['object'] })), false);
  });

  it('uses the level of atoms that the question needs and no finer', () => {
    assert.match(countSql([query({ by: ['month'] })], alias).sql, /f1\.street_atom WHERE level = 0/);
    assert.match(countSql([query({ by: ['district'] })], alias).sql, /f1\.street_atom WHERE level = 1/);
    assert.match(countSql([query({ conditions: [{ column: 'district', ids: [7] }] })], alias).sql, /level = 1/);
  });

  it('scans once for questions that share their conditions', () => {
    const where = [{ column: 'force', ids: [3] }] as const;
    const { sql } = countSql([query({ by: ['outcome'], conditions: where }), query({ by: ['decile'], conditions: where })], alias);
    assert.equal(sql.match(/FROM f1\.street WHERE/g)?.length, 1);
    assert.match(sql, /^WITH s0 AS MATERIALIZED/);
  });

  it('binds every number and writes none of them into the text', () => {
    const { sql, parameters } = countSql(
      [
        query({
          conditions: [
            { column: 'crime_type', ids: [4, 9] },
            { column: 'force', ids: [31] },
          ],
          from: 225,
          to: 229,
          by: ['lsoa'],
        }),
      ],
      alias,
    );
    assert.deepEqual(parameters, [4, 9, 31, 225, 229]);
    assert.doesNotMatch(sql, /\b(31|225|229)\b/);
  });

  it('writes a run of ids as a range and an empty choice as nothing', () => {
    assert.match(countSql([query({ conditions: [{ column: 'outcome', ids: [4, 5, 6] }] })], alias).sql, /outcome BETWEEN \$1::UTINYINT AND \$2::UTINYINT/);
    assert.match(countSql([query({ conditions: [{ column: 'outcome', ids: [] }] })], alias).sql, /WHERE FALSE/);
  });
});
