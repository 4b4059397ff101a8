/** Registry entries: whether a change can be told at all. */
import { z } from 'zod';
import { defineMethod, levelField, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { trendGuardSeries } from './trend-guard.ts';

export const trendMethods: readonly Method[] = [
  defineMethod({
    name: 'trend-guard',
    title: 'Trend guard: a change that recording could have made',
    section: 'disproportionality',
    functions: ['trendGuard', 'trendGuardSeries'],
    answers:
      'Recorded victims of this group have fallen (or risen). Is that a fall in harm, or could it be nothing more than a fall in recording? It says "rise", "fall", or "cannot say" with the reason.',
    notWhen: `* Periods of different length, or from different months of the year: the seasons would be the trend.
* A change of definition or of method between the periods (knife-enabled crime changed in 2019, force by force): no comparison across it is sound.
* Records with a group are taken to be right. Where recorded groups themselves have got better or worse, it knows nothing of that.
* A verdict is about these periods. It is not a forecast, and not the effect of anything that was done: see the evaluation methods.
* \`assume: "alike"\` only where there is a reason to think that gaps arise in the same way in both periods. It is safe against records lost at random, whatever their number; not against one group being asked less than before.`,
    formula: `With g known events of the group and u unknown, before (0) and after (1), and populations P (1 where not given):

    range:  g₁ / (g₀ + u₀) − 1   to   (g₁ + u₁) / g₀ − 1            (times P₀ / P₁ for rates)
    alike:  g₁ / g₀ − 1          and  (g₁ + u₁) / (g₀ + u₀) − 1      (the same share of the unknowns in both)

"fall" where the interval of chance (exact conditional under 10 events, else log-Wald) at *both* ends of the range lies below 0, "rise" where it lies above, else "cannot say": because of \`recording\` where the known events taken alone would show a change, because of \`chance\` where not even they do.`,
    source:
      'Bounds: Manski (2003), *Partial Identification of Probability Distributions*, ch. 1. The lesson: HMICFRS on serious youth violence, where victims of firearms offences aged under 26 with no ethnicity recorded rose from 84 (2012) to 473 (2021), and a fall in a group may be "nothing more than a decrease in ethnicity recording".',
    checked:
      'Property tests: a true count that stays the same is never called a fall or a rise, however much of it goes unrecorded in either period; the range holds every possible make-up. Intervals against R to 1e-10.',
    input: z.object({
      periods: z
        .array(
          z.object({
            known: z.number().describe('events known to be of the group, a whole count'),
            unknown: z.number().describe('events with no group recorded, a whole count'),
            others: z.number().optional().describe('events known to be of other groups; only for the share that is unknown'),
            population: z.number().optional().describe('population of the group, where it has changed; in all periods or in none'),
          }),
        )
        .describe('two or more periods of equal length, in order; each later one is compared with the first'),
      assume: z
        .enum(['nothing', 'alike'])
        .optional()
        .describe('nothing (unless given): the verdict must hold for every make-up of the unknowns; alike: for every make-up that is the same in both periods'),
      level: levelField,
    }),
    returns: {
      comparisons: 'one entry for each period after the first',
      'comparisons[].verdict': '"rise", "fall" or "cannot say"',
      'comparisons[].doubt': 'why it cannot be said: "recording", "chance" or "no events"; null with a verdict',
      'comparisons[].reason': 'the verdict and its grounds in words',
      'comparisons[].observed': 'change of the known events as a share (−0.2 is 20 % fewer), with the interval of chance; null from no events',
      'comparisons[].range': 'least and most that the change can have been; upper null from no known events',
      'comparisons[].alike': 'the same if the unknowns were made up alike in both periods',
      'comparisons[].hiddenFall':
        'how many of the later unknowns must be of the group for no fall, if none of the earlier were; null where the known did not fall',
      'comparisons[].unknownShare': 'share of all events that is unknown, before and after; null without `others`',
    },
    example: {
      periods: [
        { known: 310, unknown: 84, others: 500 },
        { known: 240, unknown: 473, others: 420 },
      ],
    },
    reading:
      'Known victims of the group fell by 23 %, more than chance would do; but unknown ones went from 84 to 473 (9 to 42 % of all), and if 70 of those were of the group nothing fell. The true change lies between −39 % and +130 %: it cannot be said. (The unknowns are the inspectorate’s, the known ones made up.)',
    run: ({ periods, ...options }) => ({
      comparisons: trendGuardSeries(
        periods.map(({ known, unknown, ...rest }) => ({ known, unknown, ...given(rest) })),
        given(options),
      ),
    }),
  }),
];
