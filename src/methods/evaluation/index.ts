/** Did it work? Designs that compare what happened with what would have. docs/methods/evaluation.md says which to use when. */
export * from './index-causal.ts';
export * from './index-glm.ts';
