import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { coverageOf } from './coverage.ts';
import { allOf, listed, treeOf, wouldLoop } from './hierarchy.ts';
import { DUTY_WORDS, ORGANISATION_TYPES, typeOf } from './types.ts';

test('an organisation may not end up under itself', () => {
  const nodes = [
    { id: 'hub', parentId: null },
    { id: 'spoke', parentId: 'hub' },
    { id: 'ward', parentId: 'spoke' },
  ];
  assert.ok(wouldLoop(nodes, 'hub', 'ward'));
  assert.ok(wouldLoop(nodes, 'hub', 'hub'));
  assert.ok(!wouldLoop(nodes, 'ward', 'hub'));
  assert.ok(!wouldLoop(nodes, 'hub', null));
});

test('moves that make no loop keep a tree with everybody in it once', () => {
  const moves = fc.array(fc.tuple(fc.nat(9), fc.option(fc.nat(9))), { maxLength: 40 });
  fc.assert(
    fc.property(moves, (list) => {
      const nodes = Array.from({ length: 10 }, (_, at) => ({ id: String(at), parentId: null as string | null }));
      for (const [at, to] of list) {
        const node = nodes[at];
        const parentId = to === null ? null : String(to);
        if (node && !wouldLoop(nodes, node.id, parentId)) node.parentId = parentId;
      }
      const reached = treeOf(nodes).flatMap(allOf);
      assert.equal(reached.length, 10);
      assert.equal(new Set(reached).size, 10);
    }),
  );
});

test('areas are read as they are typed', () => {
  assert.deepEqual(listed(' Northam,  East   Varrow;\nNortham, '), ['Northam', 'East Varrow']);
  assert.deepEqual(listed(null), []);
});

test('an area that lacks a fire authority shows the gap; one that serves the whole covers every area', () => {
  const of = (type: string, area: string | null = null) => ({ id: `${type} ${area}`, name: type, type, area });
  const all = [
    of('police'),
    of('probation'),
    of('integrated-care-board'),
    of('local-authority', 'Northam'),
    of('local-authority', 'Southam'),
    of('youth-justice'),
  ];
  const [north, south] = coverageOf([...all, of('fire', 'northam')]);
  assert.deepEqual([north?.area, north?.missing], ['Northam', []]);
  assert.deepEqual([south?.area, south?.missing], ['Southam', ['Fire and rescue authority']]);
});

test('the local policing body is no specified authority, and covers nothing', () => {
  assert.equal(typeOf('policing-body').duty, 'policing-body');
  const [whole] = coverageOf([{ id: 'x', name: 'Commissioner', type: 'policing-body', area: null }]);
  assert.equal(whole?.missing.length, 6);
  const specified = ORGANISATION_TYPES.filter((type) => type.duty === 'specified').map((type) => type.id);
  assert.deepEqual(specified, ['police', 'local-authority', 'youth-justice', 'probation', 'fire', 'integrated-care-board', 'local-health-board']);
  for (const { duty } of ORGANISATION_TYPES) assert.ok(DUTY_WORDS[duty].title.length > 0);
});
