/**
 * Distribution functions, tails and quantiles. Arguments are the caller's to check: this is the floor that the methods stand on, called in inner loops.
 * Upper quantiles and tails are asked for by their upper tail, so that a small one is never made by subtracting from one; a tail is 0 only where
 * no double is small enough, and the `log` functions go on from there. Each file says what its error was measured to be.
 */
export {
  betaCdf,
  betaCdfOf,
  betaLower,
  betaLowerOdds,
  betaUpper,
  betaUpperTail,
  fUpper,
  fUpperTail,
  logBetaCdfOf,
  tUpper,
  tUpperTail,
} from './beta.ts';
export {
  binomialCdf,
  binomialQuantile,
  binomialUpperTail,
  logBinomial,
  logNegativeBinomial,
  logPoisson,
  negativeBinomialCdf,
  negativeBinomialQuantile,
  negativeBinomialUpperTail,
  poissonCdf,
  poissonQuantile,
  poissonUpperTail,
} from './counts.ts';
export {
  chiSquaredCdf,
  chiSquaredLower,
  chiSquaredUpper,
  chiSquaredUpperTail,
  gammaCdf,
  gammaLower,
  gammaUpper,
  gammaUpperTail,
  logChiSquaredUpperTail,
  logGammaCdf,
  logGammaUpperTail,
} from './gamma.ts';
export { digamma, halfDeviance, logFactorial, logGamma, stirlingError, trigamma } from './gamma-function.ts';
export { type FisherTails, fisherTails, hypergeometricCdf, hypergeometricSupport, hypergeometricUpperTail, logHypergeometric } from './hypergeometric.ts';
export { logNormalUpperTail, normalCdf, normalDensity, normalUpper, normalUpperTail } from './normal.ts';
