import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type DimensionId, makeSlice, measures, type Slice, validDimensions } from '../warehouse/index.ts';
import { boards } from './boards.ts';
import { planBoard, settled } from './plan.ts';
import { areaFiltersBelow, chosen, monthToggled, toggled, toggledPair, without } from './slice.ts';
import type { Board, BoardPlan, BoardState } from './types.ts';

const stateOf = (board: Board, slice: Slice, more: Partial<BoardState> = {}): BoardState => ({ slice, measure: board.measures[0].id, switches: {}, ...more });
const all = makeSlice(null, null, {});
const [street, stop] = boards as readonly [Board, Board];
const asked = (plan: BoardPlan, id: string) => {
  const planned = plan.views.find((each) => each.view.id === id);
  return planned?.question == null ? undefined : plan.questions[planned.question];
};

describe('the views of a board', () => {
  for (const board of boards) {
    test(`${board.id}: at least eight, each of a measure that has its groupings`, () => {
      assert.ok(board.views.length >= 8);
      for (const question of planBoard(board, stateOf(board, all), 'partner').questions) {
        const measure = measures().find((each) => each.id === question.measure);
        assert.ok(measure, question.measure);
        for (const id of question.by) {
          assert.ok(
            validDimensions(measure).some((each) => each.id === id),
            `${question.measure} by ${id}`,
          );
        }
      }
    });
  }

  test('the view of a filtered dimension is asked without its own filter, the others with it', () => {
    const plan = planBoard(street, stateOf(street, makeSlice('2025-01', null, { 'crime-type': ['robbery'], force: ['norfolk'] })), 'partner');
    assert.equal(asked(plan, 'type')?.slice.where['crime-type'], undefined);
    assert.deepEqual(asked(plan, 'outcome')?.slice.where['crime-type'], ['robbery']);
    assert.deepEqual([asked(plan, 'trend')?.slice.from, asked(plan, 'type')?.slice.from], [null, '2025-01']);
  });

  test('views that ask the same share one question', () => {
    const plan = planBoard(street, stateOf(street, all), 'partner');
    const place = (id: string) => plan.views.find((each) => each.view.id === id)?.question;
    assert.equal(place('map'), place('areas'));
    assert.equal(place('trend'), place('season'));
    assert.ok(plan.questions.length < plan.views.length);
  });

  test('the map shows the level below the place chosen, with its neighbours', () => {
    const at = (where: Slice['where']) => planBoard(street, stateOf(street, makeSlice(null, null, where)), 'partner');
    assert.deepEqual(asked(at({}), 'map')?.by, ['force']);
    assert.deepEqual(asked(at({ force: ['norfolk'] }), 'map')?.by, ['district']);
    const inside = asked(at({ force: ['norfolk'], district: ['E07000148'], lsoa: ['E01026869'] }), 'map');
    assert.deepEqual(inside?.by, ['lsoa']);
    assert.deepEqual(inside?.slice.where, { force: ['norfolk'], district: ['E07000148'] });
  });

  test('a measure narrows the shares and rates beside it', () => {
    const plan = planBoard(street, stateOf(street, all, { measure: 'robbery' }), 'partner');
    assert.deepEqual(asked(plan, 'outcome')?.slice.where, { 'crime-type': ['robbery'] });
    assert.deepEqual(asked(plan, 'map')?.slice.where, { 'crime-type': ['robbery'] });
    assert.deepEqual(asked(plan, 'trend')?.slice.where, {}, 'the count measure says it by itself');
  });

  test('crime types outside the measure are dropped, since they could only give nothing', () => {
    const state = stateOf(street, makeSlice(null, null, { 'crime-type': ['burglary', 'robbery'] }), { measure: 'robbery' });
    assert.deepEqual(chosen(settled(street, state).slice, 'crime-type'), ['robbery']);
  });

  test('a filter that one measure cannot take stops that view alone', () => {
    const plan = planBoard(stop, stateOf(stop, makeSlice(null, null, { linked: ['yes'] })), 'partner');
    const view = plan.views.find((each) => each.view.id === 'find-rate');
    assert.equal(view?.question, null);
    assert.match(view?.refusal?.instead ?? '', /[Rr]emove the filter/);
    assert.ok(plan.views.filter((each) => each.question !== null).length >= 8);
  });

  test('officer-defined ethnicity is asked apart from self-defined', () => {
    const plan = planBoard(stop, stateOf(stop, all, { switches: { 'ethnicity-by': 'officer' } }), 'partner');
    assert.deepEqual(asked(plan, 'ethnicity')?.by, ['ethnicity-officer']);
  });
});

describe('choosing', () => {
  const dimension = fc.constantFrom<DimensionId>('crime-type', 'outcome-group', 'decile');
  const code = fc.constantFrom('a', 'b', 'c', 'd');
  const slice = fc.dictionary(dimension, fc.uniqueArray(code, { minLength: 1 })).map((where) => makeSlice(null, null, where));

  test('the same value twice is no choice at all', () => {
    fc.assert(
      fc.property(slice, dimension, code, (before, id, value) => {
        const twice = toggled(toggled(before, id, value), id, value);
        assert.deepEqual([...chosen(twice, id)].sort(), [...chosen(before, id)].sort());
      }),
    );
  });

  test('a value is in the slice after it was chosen, and nothing else is touched', () => {
    fc.assert(
      fc.property(slice, dimension, code, (before, id, value) => {
        const after = toggled(before, id, value);
        assert.equal(chosen(after, id).includes(value), !chosen(before, id).includes(value));
        for (const other of ['crime-type', 'outcome-group', 'decile'] as const) if (other !== id) assert.deepEqual(chosen(after, other), chosen(before, other));
      }),
    );
  });

  test('a cell of two dimensions is chosen as a pair and goes as a pair', () => {
    const once = toggledPair(all, ['weekday', 'hour'], ['friday', '22']);
    assert.deepEqual(once.where, { weekday: ['friday'], hour: ['22'] });
    assert.deepEqual(toggledPair(once, ['weekday', 'hour'], ['friday', '22']).where, {});
    assert.deepEqual(toggledPair(once, ['weekday', 'hour'], ['friday', '23']).where, { weekday: ['friday'], hour: ['23'] });
  });

  test('another force or district leaves behind what was chosen inside the old one', () => {
    const before = makeSlice(null, null, { force: ['norfolk'], district: ['E07000148'], lsoa: ['E01026869'], decile: ['1'] });
    assert.deepEqual(without(before, areaFiltersBelow('force')).where, { decile: ['1'] });
    assert.deepEqual(without(before, areaFiltersBelow('district')).where, { force: ['norfolk'], decile: ['1'] });
  });

  test('a month chosen again gives all months back', () => {
    const once = monthToggled(all, '2025-02');
    assert.deepEqual([once.from, once.to], ['2025-02', '2025-02']);
    assert.deepEqual(monthToggled(once, '2025-02'), all);
  });
});
