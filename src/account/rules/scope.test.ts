import assert from 'node:assert/strict';
import { it } from 'node:test';
import { responseNeed } from './scope.ts';

const own = { ownForce: 'Varrowshire', clearlyNotAbout: null };

it('a report on all forces needs a response, with no recommendation and no inspection here, and no reason takes it out', () => {
  assert.equal(responseNeed({ ...own, scope: 'all', forces: [] }).needed, true);
  assert.equal(responseNeed({ ...own, scope: 'all', forces: [], clearlyNotAbout: 'We were not inspected' }).needed, true);
});

it('a report that names the force needs one', () => {
  assert.equal(responseNeed({ ...own, scope: 'one', forces: ['varrowshire'] }).needed, true);
  assert.equal(responseNeed({ ...own, scope: 'several', forces: ['Ostermoor', 'Varrowshire'], clearlyNotAbout: 'No' }).needed, true);
});

it('a report on others needs one until somebody says why not', () => {
  const asked = responseNeed({ ...own, scope: 'one', forces: ['Ostermoor'] });
  assert.deepEqual([asked.needed, asked.askWhy], [true, true]);
  assert.equal(responseNeed({ ...own, scope: 'one', forces: ['Ostermoor'], clearlyNotAbout: '   ' }).needed, true);
  const settled = responseNeed({ ...own, scope: 'one', forces: ['Ostermoor'], clearlyNotAbout: 'It is on a control room of Ostermoor alone' });
  assert.equal(settled.needed, false);
  assert.match(settled.because, /control room of Ostermoor alone/);
});
