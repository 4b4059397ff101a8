/** Maps as text: boundaries projected once to whole-pixel paths, then shaded for each answer. */
export { choropleth, type MapArea } from './choropleth.ts';
export { projectShapes, type Shape, type ShapePaths } from './geometry.ts';
