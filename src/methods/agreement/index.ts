/** Agreement between readers. See docs/methods/agreement. */
export { type Agreement, agreementTable, cohenKappa, type Kappa, type KappaWeights, percentAgreement } from './cohen.ts';
export { type CategoryKappa, type FleissKappa, fleissKappa } from './fleiss.ts';
export { kappaSampleSize } from './sample.ts';
