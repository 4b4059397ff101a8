/** Regression, interrupted time series, difference-in-differences, power and cost. */
export * from '../glm/index.ts';
export { type ItsDiagnostics, type ItsFamily, type ItsInput, type ItsPeriod, type ItsResult, interruptedTimeSeries, type Ranged } from './its.ts';
export { fourierColumns, type ItsChange, type ItsDesign, type ItsShape, itsDesign, withoutChange } from './its-design.ts';
export { breuschGodfrey, durbinWatson, type LagTest, ljungBox, residualAcf, residualPacf } from './its-diagnostics.ts';
