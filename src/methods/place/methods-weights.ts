/** Registry entry: who is whose neighbour. */
import { z } from 'zod';
import { at } from '../check.ts';
import { defineMethod } from '../registry/define.ts';
import { namesGiven, neighbourFields, neighboursGiven, styleField } from './methods-fields.ts';
import { mutual, spatialWeights } from './weights.ts';

export const spatialWeightsMethod = defineMethod({
  name: 'spatial-weights',
  title: 'Spatial weights',
  section: 'place',
  functions: ['neighboursFromLists', 'contiguityNeighbours', 'distanceNeighbours', 'nearestNeighbours', 'spatialWeights'],
  answers: `Which areas are neighbours of which, and how much does each count? From lists, from boundaries (queen or rook), from the k nearest points or from all points within a distance.
Run it before any other method of place: every one of them takes the same fields, and this one shows what they make of them, with the areas that have no neighbour.`,
  notWhen: `* Boundaries of two sources, or generalised differently: neighbours are then missed, since they must repeat one another's points. Use one boundary set, or \`snap\`, or \`nearest\`.
* Coordinates in degrees: a degree of longitude is not a degree of latitude. Project them first (British National Grid).
* Distance bands where areas differ much in size: towns get hundreds of neighbours and the country none. Use \`nearest\` or boundaries.
* Rivers and estuaries: what touches on the map may be an hour apart. Correct the lists by hand and give them as \`neighbours\`.`,
  formula: `With raw weight a_ij (1 for every neighbour):

\`\`\`
binary     w_ij = a_ij
row        w_ij = a_ij / Σ_k a_ik
variance   w_ij = (n / Q) a_ij / √(Σ_k a_ik²),  Q the sum of all a_ij / √(Σ_k a_ik²),  n the areas with neighbours
\`\`\`

Nearest neighbours need not be mutual. Where the k-th and the next are equally far, the lower number is taken and the area is listed in \`tied\`.`,
  source:
    'Cliff and Ord (1981), Spatial Processes, ch. 1; variance-stabilising weights: Tiefelsdorf, Griffith and Boots (1999), Environment and Planning A 31:165.',
  checked:
    'Queen, rook and four nearest neighbours of the 49 districts of Columbus, Ohio: the same lists as R spdep 1.2-7. Variance-stabilising weights: spdep, 1e-13.',
  input: z.object({ ...neighbourFields, style: styleField('row') }),
  returns: {
    areas: 'for every area, in the order given: `area` (name or number), `neighbours` (names or numbers) and their `weights`',
    links: 'number of neighbour pairs, each counted from both sides',
    meanNeighbours: 'neighbours of an area on average',
    fewest: 'neighbours of the area with fewest',
    most: 'neighbours of the area with most',
    symmetric: 'whether every neighbour has the area as its neighbour too',
    islands: 'areas without a neighbour',
    tied: 'with `nearest`: areas whose last neighbour was chosen among equally far ones',
  },
  example: {
    polygons: [
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      ],
      [
        [
          [1, 0],
          [2, 0],
          [2, 1],
          [1, 1],
        ],
      ],
      [
        [
          [1, 1],
          [2, 1],
          [2, 2],
          [1, 2],
        ],
      ],
      [
        [
          [5, 5],
          [6, 5],
          [6, 6],
          [5, 6],
        ],
      ],
    ],
    names: ['Harbour', 'Market', 'Hill', 'Isle'],
  },
  reading:
    'Harbour touches Market along a side and Hill at a corner, which is enough for queen neighbours (with `"contiguity": "rook"` Hill would go). Each counts one half. Isle has no neighbour, and every method will say so.',
  run(input) {
    const neighbours = neighboursGiven(input);
    const { weights, start, ids, areas, islands } = spatialWeights(neighbours, input.style ?? 'row');
    const name = namesGiven(input.names, areas);
    const sizes = Array.from({ length: areas }, (_, i) => at(start, i + 1) - at(start, i));
    return {
      areas: sizes.map((size, i) => ({
        area: name(i),
        neighbours: Array.from(ids.subarray(at(start, i), at(start, i) + size), name),
        weights: weights.subarray(at(start, i), at(start, i) + size),
      })),
      links: ids.length,
      meanNeighbours: ids.length / areas,
      fewest: sizes.reduce((a, b) => Math.min(a, b)),
      most: sizes.reduce((a, b) => Math.max(a, b)),
      symmetric: mutual(neighbours),
      islands: islands.map(name),
      tied: neighbours.tied?.map(name),
    };
  },
});
