/** Linking records about the same people, and sharing them without names. docs/methods/linkage.md says which to use when. */
export { assignGreedy, assignOptimal, type ScoredPairs } from './assign.ts';
export { type BandOptions, type LinkageBand, type LinkageBands, linkageBands, linkageQuality, type ThresholdQuality } from './bands.ts';
export { type BirthDateAgreement, type BirthDateComparison, compareBirthDates } from './birth-date.ts';
export { type BlockingPass, type BlockingSize, blockingSize, type CandidatePairs, candidatePairs } from './blocking.ts';
export { type ClkField, type ClkKeys, type ClkOptions, clkDice, clkEncode, clkJaccard, clkPositions, clkWeight, ngrams } from './clk.ts';
export { type ClkExposure, clkBalance, clkExposure, clkFold } from './clk-harden.ts';
export { damerauLevenshtein, type EditDistance, editSimilarity, levenshtein, osaDistance } from './edit.ts';
export { type FitOptions, fitFellegiSunter, type LinkageFit, type LinkageModel } from './fellegi-sunter.ts';
export { type JaroWinklerOptions, jaro, jaroWinkler } from './jaro.ts';
export { agreementLevel, MISSING_LEVEL } from './level.ts';
export { type NormaliseOptions, normaliseName, soundex } from './normalise.ts';
export { type AgreementPatterns, countPatterns } from './patterns.ts';
export { identifierText, type KeyedHash, type PseudonymOptions, pseudonym, pseudonymCollision, purposeKey } from './pseudonym.ts';
export { levelShares, type ReviewedQuality, type ReviewedStratum, randomPairs, reviewedQuality } from './sample.ts';
export { epiWeights, matchProbability, matchWeights, type PatternWeights, patternWeights, termFrequencyWeight } from './weights.ts';
