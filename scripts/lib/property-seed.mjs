// Property tests draw the same cases in every run, so that a change is never blamed for a case that only chance brought. HEADWATER_SEED=any draws others
// (a number: those of that seed); a failure prints its own seed, and what it finds becomes a test of its own.
import fc from 'fast-check';

const SEED = 20_261_122;
const asked = process.env['HEADWATER_SEED'];
if (asked !== 'any') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: asked === undefined ? SEED : Number(asked) });
