/** Registry entries: concentration in places, and how well hotspots were chosen. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { lorenzCurve, placeConcentration, placesHolding, predictiveAccuracy, predictiveEfficiency } from './concentration.ts';
import { SNAPPED } from './methods-fields.ts';

const PLACES = `* Places of very different size: large ones hold more for no other reason. Use street segments, or small areas of like population.
* Only places with events are given: those with none are most of the answer. List them all.
* ${SNAPPED} Concentration in map points is not concentration in addresses.`;

const countsField = z.array(z.number()).describe('whole number of events at each place, places without any among them');
const amountsField = z.array(z.number()).describe('events (or harm) at each place, zero or more, places without any among them');

const STREETS = [5, 2, 1, 0, 0, 0, 0, 0, 0, 0];

const giniMethod = defineMethod({
  name: 'gini',
  title: 'Gini and generalised Gini of events over places',
  section: 'place',
  functions: ['placeConcentration'],
  answers: `How concentrated are events in places: evenly spread (0) or all in one (towards 1)? With fewer events than places even a perfect spread leaves places empty; the generalised coefficient allows for that.`,
  notWhen: `${PLACES}
* To compare periods with very different numbers of events by the plain Gini: it falls as events grow. Compare the generalised one, and even that falls a little where concentration is by chance alone.`,
  formula: `With counts x(1) <= ... <= x(n) of c events at n places:

\`\`\`
G  = Σ_r (2r - n - 1) x(r) / (n c)
G' = max(n / c, 1) (G - 1) + 1
unbiased: G n / (n - 1),  G' m / (m - 1) with m the smaller of n and c
\`\`\``,
  source: 'Bernasco and Steenbeek (2017), Journal of Quantitative Criminology 33:449.',
  checked:
    'The examples of Bernasco and Steenbeek and of R lorenzgini (six cases, with and without correction): 8e-16. The vignette of lorenzgini prints 0.58 for 3, 1 and 1 events in 10 places; its formula, and this one, give 0.56.',
  input: z.object({ counts: countsField }),
  returns: {
    places: 'number of places',
    total: 'number of events',
    gini: 'Gini coefficient',
    giniUnbiased: 'so scaled that all events in one place give 1',
    generalisedGini: 'measured from the most even spread that whole events allow; equal to gini where there are as many events as places',
    generalisedUnbiased: 'so scaled that all events in one place give 1; null with a single event',
  },
  example: { counts: STREETS },
  reading: 'Eight events on ten streets. The plain Gini is 0.80, but even one event on each of eight streets would give 0.2: measured from there it is 0.75.',
  run: (input) => placeConcentration(input.counts),
});

const placesHoldingMethod = defineMethod({
  name: 'places-holding',
  title: 'Share of places that hold 25 % or 50 % of events',
  section: 'place',
  functions: ['placesHolding'],
  answers: `How few places hold a quarter, or half, of all events? The measure of the "law of crime concentration".`,
  notWhen: `${PLACES}
* With few events: 50 events on 1,000 streets lie on at most 5 % of them, whatever the law. See \`gini\`'s generalised coefficient.
* To choose places for next year: the busiest of one year are partly so by chance, and fall back. Use several years.`,
  formula: `Places are taken busiest first until they hold at least the wanted share of all events; the number taken is divided by all places (and by those with any event).`,
  source: 'Weisburd (2015), Criminology 53:133.',
  checked: 'Six published and constructed cases at 25 % and 50 %: exact.',
  input: z.object({
    counts: amountsField,
    shares: z.array(z.number()).optional().describe('shares of all events, above 0 and at most 1; [0.25, 0.5] unless given'),
  }),
  returns: {
    holding:
      'for each share asked for (`of`): `places` needed, `shareOfPlaces`, `shareOfActive` (of places with any event) and `holding`, the share that they hold',
  },
  example: { counts: [22, 18, 17, 12, 11, 8, 6, 3, 2, 1] },
  reading: 'Two of ten streets (20 %) hold a quarter of events, and three (30 %) hold half.',
  run: (input) => ({ holding: placesHolding(input.counts, input.shares) }),
});

const lorenzMethod = defineMethod({
  name: 'lorenz',
  title: 'Lorenz curve',
  section: 'place',
  functions: ['lorenzCurve'],
  answers: `What share of events lies in the quietest 10 %, 20 %, ... of places? The curve behind the Gini coefficient.`,
  notWhen: PLACES,
  formula: `Places are sorted by events, fewest first. The point after i of n places is (i / n, their events / all events).`,
  source: 'Lorenz (1905), Publications of the American Statistical Association 9:209.',
  checked: 'Six published and constructed cases: exact. Twice the area between the curve and the diagonal is the Gini coefficient (property test).',
  input: z.object({ counts: amountsField }),
  returns: { curve: 'a point for each number of places from 0 to all: `places` and `events`, both shares, quietest places first' },
  example: { counts: [22, 18, 17, 12, 11, 8, 6, 3, 2, 1] },
  reading: 'The quieter half of the streets holds 20 % of events; the busiest street alone holds 22 %.',
  run: (input) => ({ curve: lorenzCurve(input.counts) }),
});

const HINDSIGHT = `* The hotspots were drawn from the same events that they are tested on: any map does well then. Use later events.
* One index without the size of the area beside it: a tiny area can have a huge index and catch next to nothing. State the hit rate.`;

const predictiveAccuracyMethod = defineMethod({
  name: 'predictive-accuracy',
  title: 'Predictive accuracy index',
  section: 'place',
  functions: ['predictiveAccuracy'],
  answers: `How well did a hotspot map do: what share of later events fell in it, for the share of the area that it took up?`,
  notWhen: `${HINDSIGHT}
* ${SNAPPED} Hits near the rim of small hotspots are then accidents of the list.`,
  formula: `\`\`\`
PAI = (hits / events) / (hot area / whole area)
\`\`\``,
  source: 'Chainey, Tompson and Uhlig (2008), Security Journal 21:4.',
  checked: 'The worked case of the definition (27 of 100 events in 2.5 of 50 km²: 5.4): exact.',
  input: z.object({
    hits: z.number().describe('whole number of later events in the hotspots'),
    events: z.number().describe('whole number of all later events, above 0'),
    hotArea: z.number().describe('area of the hotspots, above 0'),
    area: z.number().describe('area of the whole map, same unit'),
  }),
  returns: {
    hitRate: 'share of the events that fell in the hotspots',
    areaShare: 'share of the area that they take up',
    pai: 'the index: 1 is no better than chance',
  },
  example: { hits: 27, events: 100, hotArea: 2.5, area: 50 },
  reading: 'A twentieth of the area caught 27 % of the events: 5.4 times what an area drawn at random would.',
  run: (input) => predictiveAccuracy(input.hits, input.events, input.hotArea, input.area),
});

const predictiveEfficiencyMethod = defineMethod({
  name: 'predictive-efficiency',
  title: 'Predictive efficiency index',
  section: 'place',
  functions: ['predictiveEfficiency'],
  answers: `How close did a hotspot map come to the best that could have been drawn with as many cells?`,
  notWhen: `${HINDSIGHT}
* Cells of different area: the best cells are then not those with most events.`,
  formula: `\`\`\`
PEI = events in the chosen cells / events in the as many busiest cells
\`\`\`

which is PAI over the largest possible PAI, since both have the same area.`,
  source: 'Hunt (2016), Do crime hot spots move?, PhD thesis, American University.',
  checked: 'The constructed case of 4 flagged cells of 20 (PAI 2.5, PEI 0.625): exact.',
  input: z.object({
    counts: z.array(z.number()).describe('whole number of later events in each cell; cells of equal area'),
    flagged: z.array(z.number()).describe('numbers of the cells chosen as hotspots, counted from 0'),
  }),
  returns: {
    hitRate: 'share of the events that fell in the chosen cells',
    areaShare: 'share of cells that were chosen',
    pai: 'predictive accuracy index',
    best: 'the largest index that as many cells could have had',
    pei: 'pai over best: 1 where no better choice was possible',
  },
  example: { counts: [9, 7, 5, 3, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], flagged: [0, 2, 5, 9] },
  reading: 'The four cells caught half of the events (PAI 2.5); the best four would have caught 80 %, so the map reached 62.5 % of what was possible.',
  run: (input) => predictiveEfficiency(input.counts, input.flagged),
});

export const concentrationMethods: readonly Method[] = [giniMethod, placesHoldingMethod, lorenzMethod, predictiveAccuracyMethod, predictiveEfficiencyMethod];
