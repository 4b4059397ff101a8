/**
 * Registry entries: tables with margins, and releases beside each other. The solver is loaded with this module, because a method of the registry
 * answers at once.
 */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { auditShown } from './audit-shown.ts';
import { countsTable, printedTable } from './counts-table.ts';
import { differencing } from './differencing.ts';
import { solver } from './linear.ts';
import { type Suppression, suppress } from './suppress.ts';
import { suppressOptimalWith } from './suppress-optimal.ts';
import type { TableInput } from './table.ts';

const highs = await solver();

const countsInput = {
  counts: z.array(z.array(z.number())).describe('exact counts, row by row, without totals; one row is a list under a total'),
  largestHidden: z.number().optional().describe('counts from 1 to this are hidden, in cells and totals; 7 unless given'),
  base: z.number().optional().describe('base to which what is shown is rounded; 1 (exact) unless given'),
  margins: z.enum(['all', 'none']).optional().describe('whether the table shows its totals; all unless given'),
  withholdMargins: z.boolean().optional().describe('whether totals may be withheld where cells alone do not do; true unless given'),
  width: z.number().optional().describe('least width of what a reader can work out of a concealed cell; 5 unless given'),
};

const countsReturns = {
  printed: 'the table to print: cells, rowTotals, colTotals and total, with "[c]" where something is concealed; totals are null where not shown',
  withheld: 'cells withheld besides the hidden ones, as [row, column] counted from 0',
  withheldTotals: 'totals withheld: rows, columns, and whether the grand total',
  unprotected: 'grid places ([row, column], the last of each being the totals) that stay better known than the width: drop the totals or the table',
  consistent: 'false when rounded totals contradict rounded cells beyond rounding; then only the rule of two in a line was kept',
};

const NOT_WHEN = `* As protection across tables: this looks at one table. Where another table shares cells (the same people by sex, another year, a wider area) what is hidden here may stand there: \`differencing\`, and weights on records (docs/adr/0002-protection.md) for anything that can be sliced freely.
* More than two dimensions at once: give the two-way tables that are published, and look at the cells that they share.
* Where the reader is a contributor and can take off their own amount: use the p % rule for the primary cells.
* Rates and percentages of a hidden count give it back; hide them with it.`;

type CountsOptions = Parameters<typeof countsTable>[1];

function suppressionOf(input: TableInput, found: Suppression) {
  const width = input.cols + 1;
  const place = (cell: number): [number, number] => [Math.floor(cell / width), cell % width];
  return {
    printed: printedTable(input, found.marks),
    withheld: found.cells.map((cell) => [Math.floor(cell / input.cols), cell % input.cols]),
    withheldTotals: { rows: found.rowTotals, columns: found.colTotals, total: found.total },
    unprotected: found.unprotected.map(place),
    consistent: found.consistent,
  };
}

const tableOf = (counts: readonly (readonly number[])[], options: { [K in keyof CountsOptions]?: CountsOptions[K] | undefined }): TableInput =>
  countsTable(counts, given(options));

export const tableMethods: readonly Method[] = [
  defineMethod({
    name: 'complementary-suppression',
    title: 'Complementary suppression (quick)',
    section: 'disclosure',
    functions: ['countsTable', 'suppress', 'printedTable'],
    answers: 'Small counts of a table are hidden, but totals would give them back. Which other cells must go, so that nobody can work a hidden one out?',
    notWhen: `${NOT_WHEN}
* Where every cell withheld matters and half a second does not: \`complementary-suppression-optimal\` takes the fewest.`,
    formula: `1. Primary: counts of 1 to \`largestHidden\` are hidden, in cells and totals.
2. Floor: through each hidden cell that is alone in its row or column the cheapest rectangle of cells is withheld (hypercube method). Costs: fewest cells, then the smallest; zeros and totals last.
3. Audit: what every concealed cell can be, given all that is shown and its rounding, is worked out exactly by network flow. While any interval is narrower than \`width\`, another rectangle is added.

Two concealed cells in every row and column are *not* enough by themselves: the audit decides.`,
    source: 'Repsilber (1994); Giessing and Repsilber (2002), LNCS 2316:181; audit: Cox (1995), *JASA* 90:1453.',
    checked:
      'sdcTable’s problem data and microdata1, ten tables searched exhaustively, and property tests: every concealed cell’s interval is wide enough and holds the truth. The audit against integer programming on random tables.',
    input: z.object(countsInput),
    returns: countsReturns,
    example: {
      counts: [
        [31, 4, 22],
        [18, 25, 40],
        [12, 16, 9],
      ],
    },
    reading: 'The 4 is hidden. With the totals shown three more cells must go with it, here the smallest that make a rectangle.',
    run: ({ counts, largestHidden, base, margins, withholdMargins, width }) => {
      const input = tableOf(counts, { largestHidden, base, margins });
      return suppressionOf(input, suppress(input, given({ width, margins: withholdMargins })));
    },
  }),

  defineMethod({
    name: 'complementary-suppression-optimal',
    title: 'Complementary suppression (fewest cells)',
    section: 'disclosure',
    functions: ['countsTable', 'suppressOptimal', 'printedTable'],
    answers: 'As `complementary-suppression`, with proof that no choice of fewer cells (then of smaller ones) would do.',
    notWhen: `${NOT_WHEN}
* Very large tables in a hurry: proof takes a tenth of a second for 30 rows of 20, and more than in proportion for more. \`proven\` is false where the rounds ran out, and the quick answer is given.`,
    formula: `Minimise Σ cost of withheld cells over y in {0, 1}, so that for every concealed cell max − min ≥ width.

Max and min are linear programmes of the attacker; their duals give the cuts that are added to the master programme until no interval is too narrow. Solved by HiGHS.`,
    source: 'Fischetti and Salazar-González (2000), *JASA* 95:916.',
    checked:
      'Ten random tables searched exhaustively: number and sum of the cells exactly equal, and audited; sdcTable’s microdata1 (its OPT, HYPERCUBE, HITAS and SIMPLE agree).',
    input: z.object({ ...countsInput, rounds: z.number().optional().describe('rounds of cuts before the quick answer is given instead; 60 unless given') }),
    returns: { ...countsReturns, proven: 'true when no cheaper choice protects as much' },
    example: {
      counts: [
        [31, 4, 22],
        [18, 25, 40],
        [12, 16, 9],
      ],
    },
    reading: 'Three more cells, and no smaller three would do.',
    run: ({ counts, largestHidden, base, margins, withholdMargins, width, rounds }) => {
      const input = tableOf(counts, { largestHidden, base, margins });
      const found = suppressOptimalWith(highs, input, given({ width, rounds, margins: withholdMargins }));
      return { ...suppressionOf(input, found), proven: found.proven };
    },
  }),

  defineMethod({
    name: 'interval-audit',
    title: 'Interval audit of a table',
    section: 'disclosure',
    functions: ['auditShown', 'flowAudit', 'marginTable'],
    answers: 'Here is a table with gaps, as it would be published. What can each gap be, for somebody who adds and subtracts everything that is shown?',
    notWhen: `It knows this table only. Another table, an earlier release, or what the reader knows already may narrow the gaps further; \`differencing\` looks at pairs, and \`formBounds\` of the package at any set of sums.`,
    formula: `The least and the most of each concealed cell over all tables of counts that agree with what is shown: parts add up to totals, a number shown is within \`slack\` of the truth, a shown 0 is 0.
A two-way table is a network, so the answer is a maximum flow, and whole where counts are.`,
    source: 'Cox (1995), Network models for complementary cell suppression, *JASA* 90:1453.',
    checked:
      'sdcTable’s problem data (one cell is exactly 47 though every line has two gaps), microdata1 and twenty audits of random tables by integer programming: exactly equal.',
    input: z.object({
      cells: z.array(z.array(z.number().nullable())).describe('rows of numbers as shown, null where concealed'),
      rowTotals: z.array(z.number().nullable()).optional().describe('totals of the rows, null where concealed; leave out where the table has none'),
      colTotals: z.array(z.number().nullable()).optional().describe('totals of the columns, the same'),
      total: z.number().nullable().optional().describe('grand total, the same'),
      slack: z.number().optional().describe('how far a number shown may be from the truth: 0 unless given, 2 for whole counts rounded to 5'),
      hiddenRange: z
        .tuple([z.number(), z.number()])
        .optional()
        .describe('least and most that any gap is known to be, such as [1, 7]; 0 and no end unless given'),
      width: z.number().optional().describe('intervals narrower than this are too narrow; 5 unless given'),
    }),
    returns: {
      consistent: 'false when what is shown contradicts itself; there are no intervals then',
      intervals: 'for each gap its row and column counted from 0 (null for the line of totals), min, max (null for no end), and whether that is too narrow',
      narrow: 'how many gaps are too narrow',
    },
    example: {
      cells: [
        [null, null, null, 30],
        [null, null, 22, 25],
        [40, 35, null, null],
        [28, 31, null, null],
      ],
      rowTotals: [68, 69, 92, 82],
      colTotals: [88, 89, 58, 76],
      total: 311,
    },
    reading:
      'Every row and every column has two gaps or more, and yet the gap in the first row and third column is exactly 17: two in a line are not protection.',
    run: ({ cells, rowTotals, colTotals, total, slack, hiddenRange, width }) =>
      auditShown({ cells, ...given({ rowTotals, colTotals, total, slack, hiddenRange, width }) }),
  }),

  defineMethod({
    name: 'differencing',
    title: 'Differencing of two releases',
    section: 'disclosure',
    functions: ['differencing'],
    answers:
      'Two numbers are published: a whole and a part of it, this month’s release and last month’s, ages 10 to 17 and 10 to 18. What does taking one from the other give away?',
    notWhen:
      'As proof that a set of releases is safe: it takes them two at a time, and three or more together say more (`formBounds` of the package takes any number of sums). Where numbers carry fixed noise (`cell-key-perturbation`, record weights) the difference is of noise too, and `slack` must be the noise’s.',
    formula: `With each number within \`slack\` of the truth and none below 0:

    min = max(0, whole − slack) − (part + slack)        max = (whole + slack) − max(0, part − slack)

and min at least 0 where the part is nested. Disclosive where every value from min to max is a count of 1 to \`largestHidden\` (of either sign).`,
    source: 'Hundepool et al. (2012), *Statistical Disclosure Control*, 4.3 (differencing and linked tables).',
    checked: 'Four reference cases (nested areas, overlapping ages, a revised release, rounded numbers): exactly equal.',
    input: z.object({
      whole: z.record(z.string(), z.number().nullable()).describe('the larger or later release: a number for each name (area, age, cell), null where withheld'),
      part: z.record(z.string(), z.number().nullable()).describe('the smaller or earlier one, by the same names'),
      slack: z.number().optional().describe('half-width of the rounding of both: 0 unless given, 2 for whole counts rounded to 5'),
      largestHidden: z.number().optional().describe('counts from 1 to this may not be known; 7 unless given'),
      nested: z.boolean().optional().describe('true when the one is part of the other, so that the difference is no less than 0; false unless given'),
    }),
    returns: { differences: 'for each name in both: key, min and max of whole minus part, and whether that is disclosive', disclosive: 'how many are' },
    example: {
      whole: { 'District A': 57, 'District B': 12, 'District C': 140 },
      part: { 'District A': 55, 'District B': 12, 'District C': 110 },
      nested: true,
    },
    reading: 'The parts of District A leave two people who were hidden: published together, the two tables give them away. B leaves nobody and C thirty.',
    run: ({ whole, part, ...options }) => {
      const listed = (release: Readonly<Record<string, number | null>>) => Object.entries(release).map(([key, value]) => ({ key, value }));
      const differences = differencing(listed(whole), listed(part), given(options));
      return { differences, disclosive: differences.filter(({ disclosive }) => disclosive).length };
    },
  }),
];
