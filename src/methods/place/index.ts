/** Place: who is whose neighbour, patterns on maps, hotspots, near repeats, scans and concentration. See docs/methods/place.md. */
export { type PValueAdjustment, adjustPValues } from './adjust.ts';
export {
  type PlaceConcentration,
  placeConcentration,
  type LorenzPoint,
  lorenzCurve,
  type PlacesHolding,
  type PredictiveAccuracy,
  type PredictiveEfficiency,
  placesHolding,
  predictiveAccuracy,
  predictiveEfficiency,
} from './concentration.ts';
export { type AreaRings, type ContiguityOptions, contiguityNeighbours } from './contiguity.ts';
export { distanceNeighbours, type NearestNeighbours, nearestNeighbours } from './distance.ts';
export { moranOfRates, type RatesMoran } from './eb-moran.ts';
export { type GetisOrd, type GetisOrdOptions, getisOrd } from './getis-ord.ts';
export { type SpatialAssumption, type GlobalTest, gearyC, generalG, type JoinCount, joinCounts, moranI, moranPermutation } from './global.ts';
export { gridOver, type KernelInput, type KernelSurface, kernelDensity, type Rectangle } from './kernel-density.ts';
export { type LocalMoran, type LocalMoranPermutation, type LocalNull, localMoran, localMoranPermutation, type MoranQuadrant } from './local-moran.ts';
export type { PermutationTest, SpatialTest } from './moments.ts';
export { type Knox, knox, type NearRepeat, type NearRepeatOptions, nearRepeat, type SpaceTimeEvents } from './near-repeat.ts';
export { type CircularScan, type ScanCluster, type ScanInput, circularScan } from './scan.ts';
export { type Neighbours, neighboursFromLists, type SpatialWeights, spatialLag, spatialWeights, type WeightStyle } from './weights.ts';
