/** Regression, interrupted time series, difference-in-differences, power and cost. */
export * from '../glm/index.ts';
