/** Regression, interrupted time series, difference-in-differences, power and cost. */
export * from '../glm/index.ts';
export { type ItsDiagnostics, type ItsFamily, type ItsInput, type ItsPeriod, type ItsResult, interruptedTimeSeries, type Ranged } from './its.ts';
export { fourierColumns, type ItsChange, type ItsDesign, type ItsShape, itsDesign, withoutChange } from './its-design.ts';
export { breuschGodfrey, durbinWatson, type LagTest, residualLjungBox, residualAcf, residualPacf } from './its-diagnostics.ts';
export {
  type DidCell,
  type DidCounts,
  type DidCountsResult,
  type DidErrors,
  type DidInput,
  type DidResult,
  didCounts,
  differenceInDifferences,
} from './did.ts';
export { type EventStudyInput, type EventStudyResult, type EventStudyRow, eventStudy } from './event-study.ts';
export { type TwfeAdoption, type TwfeInput, type TwfeResult, twoWayFixedEffects } from './twfe.ts';
export { type PanelErrors, type PanelFit, type PanelIndex, type PanelInput, panelIndex, panelRegression, sweep as sweepPanel } from './twfe-panel.ts';
export { type CostInput, type CostResult, type CostSimulation, costPerOutcome } from './cost.ts';
export { type DetectableRatio, type PowerOptions, waldDetectable, waldPower } from './power.ts';
export {
  detectableIts,
  type ItsEffect,
  type ItsPower,
  type ItsPowerInput,
  type ItsSimulatedPower,
  type ItsSimulation,
  powerIts,
  simulateItsPower,
} from './power-its.ts';
export { type PanelPowerInput, type PanelPowerResult, powerPanel, powerSteppedWedge, type SteppedWedgeInput } from './power-panel.ts';
export {
  type Clustering,
  designEffect,
  detectableDidCounts,
  detectableProportion,
  detectableTwoRates,
  type DidPowerCounts,
  type PlaceboPower,
  type PlaceboPowerResult,
  placeboPower,
  powerDidCounts,
  powerTwoProportions,
  powerTwoRates,
  sampleTwoProportions,
  type TwoProportions,
  type TwoRates,
} from './power-two.ts';
export { type RegressionErrors, type RegressionInput, type RegressionRow, type RegressionTable, regressionComparison, regressionTable } from './glm-table.ts';
