/** Regression for the other sections: generalised linear models, their covariances, and what is read off them. */
export { type Contrasts, treatmentContrasts } from './contrasts.ts';
export {
  type ClusterConvention,
  type ClusterOptions,
  clusterCovariance,
  clusterFactor,
  type NeweyWestOptions,
  neweyWestCovariance,
  type SandwichKind,
  sandwichCovariance,
  standardErrorsOf,
} from './covariance.ts';
export { type Triangle, triangle } from './factor.ts';
export type { GlmFamily } from './family.ts';
export { fitGlm, type GlmFit, type GlmInput } from './fit.ts';
export { fitNegativeBinomial, type NegativeBinomialFit } from './fit-negative-binomial.ts';
export {
  type CoefficientRow,
  coefficientTable,
  compareFits,
  type CoefficientEstimate,
  estimateOf,
  type InferenceOptions,
  type JointTest,
  linearCombination,
  quadraticForm,
  type GlmReference,
  waldTest,
} from './inference.ts';
