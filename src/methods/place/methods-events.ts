/** Registry entries: events as points. */
import { z } from 'zod';
import { defineMethod, type Method, seedField } from '../registry/define.ts';
import { gridOver, kernelDensity } from './kernel-density.ts';
import { columnsOf, coordinatesField, MAUP, namesGiven, permutationsField, permutationsGiven, SNAPPED } from './methods-fields.ts';
import { knox, nearRepeat } from './near-repeat.ts';
import { circularScan } from './scan.ts';

/** Fourteen fictional burglaries: two runs close together in place and time, the rest scattered. */
const BURGLARIES: [number, number][] = [
  [120, 80],
  [150, 95],
  [140, 60],
  [900, 820],
  [930, 800],
  [910, 850],
  [480, 300],
  [60, 700],
  [700, 120],
  [350, 900],
  [800, 450],
  [250, 420],
  [560, 640],
  [135, 110],
];
const DAYS = [3, 5, 9, 40, 42, 47, 12, 70, 21, 88, 55, 33, 64, 80];

const metric = z
  .enum(['euclidean', 'manhattan'])
  .optional()
  .describe('as the crow flies (`euclidean`, unless given) or along a square street grid (`manhattan`)');
const dayField = z.array(z.number()).describe('when each happened, in days counted from any day');

const TIME_WARNINGS = `* Data without days. data.police.uk publishes months only: this cannot be asked of it.
* Dates that are uncertain (a burglary found after a holiday): a wrong day makes or hides a repeat. Leave out what has no date within a day or so, and say how many.
* ${SNAPPED}
* Growth that differs from place to place (a new estate in the middle of the period): it looks like interaction. Take a shorter period.`;

const kernelDensityMethod = defineMethod({
  name: 'kernel-density',
  title: 'Kernel density on a grid',
  section: 'place',
  functions: ['kernelDensity', 'gridOver'],
  answers: `Where are events dense? A smooth surface of events per unit of area, for a map of hotspots or as the ranking that \`predictive-accuracy\` tests. It describes; it tests nothing.`,
  notWhen: `* As evidence that a hotspot is more than chance: a surface has peaks whatever it is made of. Use \`getis-ord\` or \`scan\`.
* As risk: dense places are often where people are. Divide by a surface of the people at risk, or use rates.
* ${SNAPPED} A bandwidth under some 200 m maps the list and not the crime.
* Near the edge of the data without a correction: events beyond are missing and the surface falls. Choose \`edge\`.
* To compare periods or places with different bandwidths: the bandwidth decides what is seen. Keep and state it.`,
  formula: `For cell centre s and events at s_e with weight w_e, d_e their distance:

\`\`\`
quartic    λ(s) = Σ_e w_e (3 / (π h²)) (1 - (d_e / h)²)²   for d_e < h
gaussian   λ(s) = Σ_e w_e exp(-d_e² / 2h²) / (2 π h²)
density    λ(s) / Σ w_e
\`\`\`

With K_h(s, window) the share of a kernel at s that lies in the window: \`uniform\` divides λ(s) by it, \`jones-diggle\` divides each w_e by that at s_e. The Gaussian is not cut off.`,
  source: 'Silverman (1986), Density Estimation, ch. 4; edges: Diggle (1985), Applied Statistics 34:138; Jones (1993), Statistics and Computing 3:135.',
  checked:
    'R `MASS::kde2d` (Gaussian) and the quartic formula on an 11 x 11 grid of 65 points: 5e-15. Kernel mass within a rectangle: 1e-10 of numerical integration in SciPy.',
  input: z.object({
    events: coordinatesField,
    weights: z.array(z.number()).optional().describe('events at each point, zero or more; 1 unless given'),
    bandwidth: z.number().describe('quartic: radius beyond which an event counts nothing; gaussian: standard deviation; unit of the coordinates'),
    kernel: z.enum(['quartic', 'gaussian']).optional().describe('`quartic` unless given'),
    window: z
      .object({
        xMin: z.number().describe('western edge'),
        xMax: z.number().describe('eastern edge'),
        yMin: z.number().describe('southern edge'),
        yMax: z.number().describe('northern edge'),
      })
      .describe('the rectangle that the grid covers; with an edge correction also that for which all events are known'),
    cell: z.number().describe('side of a grid cell, unit of the coordinates'),
    as: z.enum(['intensity', 'density']).optional().describe('events per unit of area (`intensity`, unless given) or that divided by all events (`density`)'),
    edge: z
      .enum(['none', 'uniform', 'jones-diggle'])
      .optional()
      .describe('correction at the edge of the window: `none` (unless given), by cell (`uniform`) or by event (`jones-diggle`, keeps the number of events)'),
  }),
  returns: {
    rows: 'rows of the grid',
    columns: 'columns of the grid',
    gridX: 'eastings of the cell centres',
    gridY: 'northings of the cell centres, southern row first',
    surface: 'for every row, from the south, the values from west to east, per unit of area (per square metre where coordinates are metres)',
    events: 'number of events (sum of the weights)',
    onGrid: 'surface times cell area, summed: the events that the grid holds (as intensity), or their share (as density)',
  },
  example: { events: BURGLARIES, bandwidth: 300, window: { xMin: 0, xMax: 1000, yMin: 0, yMax: 1000 }, cell: 250 },
  reading:
    'Per square metre: 0.00001 is 10 a square kilometre. The south-western cell is densest, then the north-eastern. The grid holds fewer events than the 14 given, since kernels near the edge reach beyond it.',
  run(input) {
    const { gridX, gridY } = gridOver(input.window, input.cell);
    const {
      rows,
      columns,
      z: surface,
      events,
    } = kernelDensity({
      ...columnsOf(input.events),
      ...(input.weights === undefined ? {} : { weights: input.weights }),
      bandwidth: input.bandwidth,
      kernel: input.kernel ?? 'quartic',
      gridX,
      gridY,
      as: input.as ?? 'intensity',
      edge: input.edge ?? 'none',
      window: input.window,
    });
    let total = 0;
    for (const value of surface) total += value;
    return {
      rows,
      columns,
      gridX,
      gridY,
      surface: Array.from({ length: rows }, (_, r) => surface.subarray(r * columns, (r + 1) * columns)),
      events,
      onGrid: total * input.cell * input.cell,
    };
  },
});

const knoxMethod = defineMethod({
  name: 'knox',
  title: "Knox's test of space-time interaction",
  section: 'place',
  functions: ['knox'],
  answers: `Are there more pairs of events close in both place and time than there would be were the two unconnected? One distance and one time, chosen beforehand.`,
  notWhen: `${TIME_WARNINGS}
* The distance and the days were chosen after looking at the result: use \`near-repeat\`, which shows all bands.`,
  formula: `Of all N = n(n-1)/2 pairs, s are at most \`distance\` apart and t at most \`days\`:

\`\`\`
expected = s t / N          ratio = pairs close in both / expected
pPoisson = P(X >= observed), X Poisson with the expected mean
pPermutation = (1 + random orders of the days with as many) / (1 + permutations)
\`\`\``,
  source: 'Knox (1964), Applied Statistics 13:25.',
  checked:
    'R surveillance `knox` on 522 arsons in Chicago (200 m, 14 days): 20 pairs, 6.80470065670939 expected, Poisson p 3.02530570953162e-05: 2e-15; permutation p 0.001.',
  input: z.object({
    events: coordinatesField,
    day: dayField,
    distance: z.number().describe('pairs at most so far apart are close; unit of the coordinates'),
    days: z.number().describe('pairs at most so many days apart are close'),
    metric,
    permutations: permutationsField,
    seed: seedField,
  }),
  returns: {
    pairs: 'all pairs of events',
    closeInSpace: 'pairs close in place',
    closeInTime: 'pairs close in time',
    closeInBoth: 'pairs close in both',
    expected: 'pairs close in both that chance would give on average',
    ratio: 'closeInBoth over expected; null where none are expected',
    pPoisson: 'chance of so many or more by the Poisson distribution',
    pPermutation: 'the same from random orders of the days: the one to go by',
    permutations: 'random orders drawn',
    seed: 'their seed',
  },
  example: { events: BURGLARIES, day: DAYS, distance: 100, days: 7, permutations: 999, seed: 23 },
  reading:
    'Nine pairs of burglaries were within 100 m of one another, and six of these within a week too, where chance would give one: burglaries here come in runs.',
  run(input) {
    const permutations = permutationsGiven(input.permutations);
    const events = { ...columnsOf(input.events), day: input.day, metric: input.metric ?? ('euclidean' as const) };
    return { ...knox(events, input.distance, input.days, { permutations, seed: input.seed }), permutations, seed: input.seed };
  },
});

const nearRepeatMethod = defineMethod({
  name: 'near-repeat',
  title: 'Near-repeat tables',
  section: 'place',
  functions: ['nearRepeat'],
  answers: `After a burglary (or shooting, or arson): for how long, and how far around, are more of the same to be expected than chance would give? A table by bands of distance and days.`,
  notWhen: `${TIME_WARNINGS}
* To read off the one cell of many with a small p: with 30 cells one or two have p under 0.05 by chance. Look for a block of cells that starts at "near and soon", and fades.`,
  formula: `Pairs of events are counted by distance band r and day band c. With row and column totals over all N pairs:

\`\`\`
expected_rc = row_r col_c / N        ratio_rc = observed_rc / expected_rc
p_rc = (1 + random orders of the days with as many or more pairs in the cell) / (1 + permutations)
\`\`\`

Bands hold their lower end and not their upper. The expected numbers are exact: the mean over all orders of the days.`,
  source: "Johnson et al. (2007), Journal of Quantitative Criminology 23:201; Ratcliffe's Near Repeat Calculator (2009).",
  checked:
    'R NearRepeat on 522 arsons in Chicago, two tables (Manhattan and Euclidean, 50 cells): every observed count; ratios and p (theirs of 999, ours of 4,999 draws) within Monte Carlo error, 0.03 at most.',
  input: z.object({
    events: coordinatesField,
    day: dayField,
    spaceBands: z
      .array(z.number())
      .describe('where the bands of distance begin, from 0: [0, 1, 200, 400] makes the same place (under 1), 1 to 200, 200 to 400, and 400 and more'),
    timeBands: z.array(z.number()).describe('where the bands of days begin, from 0: [0, 7, 14] makes under 7 days, 7 to 14, and 14 and more'),
    metric,
    permutations: permutationsField,
    seed: seedField,
  }),
  returns: {
    spaceLabels: 'the rows of the tables',
    timeLabels: 'the columns of the tables',
    observed: 'pairs in each cell',
    expected: 'pairs that chance would give on average',
    ratio: 'observed over expected; null where none are expected',
    simulatedMean: 'mean over the random orders',
    simulatedMedian: 'median over the random orders',
    p: 'one-sided p of each cell, not adjusted for the many cells',
    pairs: 'all pairs of events',
    permutations: 'random orders drawn',
    seed: 'their seed',
  },
  example: { events: BURGLARIES, day: DAYS, spaceBands: [0, 100, 400], timeBands: [0, 7, 28], permutations: 999, seed: 24 },
  reading: 'Within 100 m and a week there were several times as many pairs as expected, with a small p; further off or later there is no such excess.',
  run(input) {
    const events = { ...columnsOf(input.events), day: input.day, metric: input.metric ?? ('euclidean' as const) };
    const result = nearRepeat(events, {
      space: input.spaceBands,
      time: input.timeBands,
      permutations: permutationsGiven(input.permutations),
      seed: input.seed,
    });
    return { spaceLabels: bandLabels(input.spaceBands), timeLabels: bandLabels(input.timeBands), ...result };
  },
});

function bandLabels(starts: readonly number[]): string[] {
  return starts.map((start, i) => (starts[i + 1] === undefined ? `${start} and more` : `${start} to under ${starts[i + 1]}`));
}

const scanMethod = defineMethod({
  name: 'scan',
  title: "Kulldorff's spatial scan",
  section: 'place',
  functions: ['circularScan'],
  answers: `Is there a part of the map with more cases than its people (or its expected cases) account for, wherever it is and however large? The most likely cluster and others, with a p that allows for the search over all circles.`,
  notWhen: `* Clusters that are long and thin (a river, a main road): circles find pieces of them.
* Ages differ between areas and matter: give \`expected\` from indirect standardisation.
* More variation than Poisson everywhere (repeat victims, weekly swings): p is then too small.
* To draw a boundary: the circle is where the evidence is, and areas at its rim come and go with the draw.
* One worrying place was chosen beforehand: test that one with a rate ratio; the scan asks another question.

${MAUP}`,
  formula: `Circles about each centroid hold up to \`maxShare\` of the people. For one with c of all C cases and e expected (scaled to C):

\`\`\`
poisson   ln LR = c ln(c / e) + (C - c) ln((C - c) / (C - e))                     where c > e, else 0
binomial  ln LR = c ln(c/m) + (m-c) ln((m-c)/m) + (C-c) ln((C-c)/(M-m)) + (M-m-C+c) ln((M-m-C+c)/(M-m)) - C ln(C/M) - (M-C) ln((M-C)/M)
          m of all M people in the circle; where the rate inside is above that outside, else 0
p = (1 + simulated maps whose best circle is at least as likely) / (1 + permutations)
\`\`\`

Simulated maps keep C: multinomial by expected cases (Poisson), people drawn without replacement (binomial). Secondary clusters share no area with a likelier one, and their p is on the safe side.`,
  source: 'Kulldorff (1997), Communications in Statistics: Theory and Methods 26:1481.',
  checked:
    'R SpatialEpi on lung cancer in the 67 counties of Pennsylvania: binomial (7 counties, 2,359 cases, ln LR 36.5705106083396) and Poisson with indirectly standardised expectation (2 counties, 1,900 cases, 17.6628831253954), with secondary clusters: the same counties, ln LR 1e-9, p within 0.02.',
  input: z.object({
    coordinates: coordinatesField.describe('[easting, northing] of the centroid of each area, on a flat grid (metres, not degrees)'),
    cases: z.array(z.number()).describe('whole number of cases in each area'),
    population: z.array(z.number()).describe('people in each area; binomial: those who could have been cases'),
    model: z
      .enum(['poisson', 'binomial'])
      .optional()
      .describe('`poisson` (unless given): events, rare or repeated; `binomial`: cases are people out of the population'),
    expected: z
      .array(z.number())
      .optional()
      .describe('poisson: expected cases of each area (scaled to the cases); in proportion to the population unless given'),
    maxShare: z.number().optional().describe('the largest circle as a share of the population, at most 0.5, which it is unless given'),
    names: z.array(z.string()).optional().describe('name or code of each area, used in the result; their numbers from 0 unless given'),
    most: z.number().optional().describe('the most clusters given; 10 unless given'),
    permutations: permutationsField,
    seed: seedField,
  }),
  returns: {
    clusters:
      'likeliest first: `centre`, `areas` (nearest the centre first), `radius` (unit of the coordinates), `population`, `cases`, `expected`, `relativeRisk` (inside against outside; null where all cases are inside), `logLikelihoodRatio`, `p`',
    circles: 'circles looked at',
    permutations: 'simulated maps',
    seed: 'their seed',
  },
  example: {
    coordinates: [
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 1],
      [1, 1],
      [2, 1.2],
      [0, 2],
      [1, 2],
      [2, 2],
    ],
    cases: [4, 6, 5, 3, 5, 14, 4, 6, 13],
    population: [1000, 1200, 1100, 900, 1000, 1000, 1100, 1300, 900],
    names: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'],
    permutations: 999,
    seed: 25,
  },
  reading:
    'F and I together had 27 cases where 12 are expected, 3.3 times the rate of the rest. Of 1,000 maps on which cases lie by chance (this one among them) two have a circle as unlikely anywhere: p 0.002.',
  run(input) {
    const { clusters, ...rest } = circularScan({
      ...columnsOf(input.coordinates),
      cases: input.cases,
      population: input.population,
      model: input.model ?? 'poisson',
      ...(input.expected === undefined ? {} : { expected: input.expected }),
      ...(input.maxShare === undefined ? {} : { maxShare: input.maxShare }),
      ...(input.most === undefined ? {} : { most: input.most }),
      permutations: permutationsGiven(input.permutations),
      seed: input.seed,
    });
    const name = namesGiven(input.names, input.cases.length);
    return { clusters: clusters.map((cluster) => ({ ...cluster, centre: name(cluster.centre), areas: cluster.areas.map(name) })), ...rest };
  },
});

export const eventMethods: readonly Method[] = [kernelDensityMethod, knoxMethod, nearRepeatMethod, scanMethod];
