/** An adversary for tests: simulated records, mechanisms, reconstruction by linear programming, averaging, and guessing. Not used by the product. */
export { attackBlock, type Block, type BlockOptions, type BlockReport } from './block.ts';
export { averagedDifference, type GuessOptions, type GuessReport, guessCells, nonEmptyParts } from './guess.ts';
export { type Answer, createOracle, exactThreshold, keptRecords, type Lesson, type Mechanism, type Oracle, plainRounding } from './mechanism.ts';
export {
  type AttackQuestion,
  type Field,
  FIELDS,
  LIFE,
  type Microdata,
  matching,
  randomKey,
  SIMULATION,
  type SimulationSpec,
  seeded,
  simulate,
} from './microdata.ts';
