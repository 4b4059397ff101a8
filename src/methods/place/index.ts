/** Place: who is whose neighbour, patterns on maps, hotspots, near repeats, scans and concentration. See docs/methods/place.md. */
export { type Adjustment, adjustPValues } from './adjust.ts';
export {
  type Concentration,
  concentration,
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
export { type GetisOrd, type GetisOrdOptions, getisOrd } from './getis-ord.ts';
export { type Assumption, type GlobalTest, gearyC, generalG, type JoinCount, joinCounts, moranI, moranPermutation } from './global.ts';
export { gridOver, type KernelInput, type KernelSurface, kernelDensity, type Rectangle } from './kernel-density.ts';
export { type LocalMoran, type LocalMoranPermutation, type LocalNull, localMoran, localMoranPermutation, type Quadrant } from './local-moran.ts';
export type { PermutationTest, SpatialTest } from './moments.ts';
export { type Knox, knox, type NearRepeat, type NearRepeatOptions, nearRepeat, type SpaceTimeEvents } from './near-repeat.ts';
export { type Scan, type ScanCluster, type ScanInput, scan } from './scan.ts';
export { type Neighbours, neighboursFromLists, type SpatialWeights, spatialLag, spatialWeights, type WeightStyle } from './weights.ts';
