/** Registry entries: one cell at a time. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { dominanceRule, frequencyRule, pPercentRule, pqRule } from './primary.ts';
import { perturbedCount, protectCount } from './protect-count.ts';
import { randomRoundOdds, redactThenRound, roundBase, roundMid6 } from './round.ts';

const contributions = z.array(z.number()).describe('amounts of the cell’s contributors, each 0 or more, in any order');
const AMOUNTS =
  'For counts of people use `threshold-rule`. The rule decides one cell by itself: the cells next to it must then be kept from giving it back (`complementary-suppression`). Amounts may not be negative. Keep the rule’s parameters secret: who knows them learns from what is not hidden.';
const checkedRules =
  'sdcTable’s microdata1, every cell: exactly the cells that the package names. The flags of the ACRO project’s default configuration (threshold 10; two largest over 90 %; 10 %) on our own small data.';

export const cellMethods: readonly Method[] = [
  defineMethod({
    name: 'threshold-rule',
    title: 'Threshold (frequency) rule',
    section: 'disclosure',
    functions: ['frequencyRule'],
    answers: 'Is a count so small that it must not be shown?',
    notWhen:
      'As the only protection of anything that can be asked twice: totals, nested areas and later releases give hidden counts back (`interval-audit`, `differencing`). Of amounts (costs, hours) by few contributors: use `dominance-rule` or `p-percent-rule` besides. A zero is shown; where even that tells something (nobody was referred), decide for the table.',
    formula: 'Hidden where 1 ≤ units ≤ max. Headwater hides 1 to 7.',
    source: 'Hundepool et al. (2012), *Statistical Disclosure Control*, 4.2.1.',
    checked: checkedRules,
    input: z.object({
      units: z.array(z.number()).describe('counts of people or records, whole'),
      max: z.number().describe('the largest count that is hidden, such as 7'),
    }),
    returns: { hidden: 'for each count, whether it must be hidden' },
    example: { units: [0, 1, 7, 8, 120], max: 7 },
    reading: 'One and seven are hidden; nought and eight are shown.',
    run: ({ units, max }) => ({ hidden: units.map((one) => frequencyRule(one, max)) }),
  }),
  defineMethod({
    name: 'dominance-rule',
    title: 'Dominance (n, k) rule',
    section: 'disclosure',
    functions: ['dominanceRule'],
    answers: 'Is a cell of amounts (costs, hours, grants) so much the doing of its n largest contributors that it gives them away?',
    notWhen: `${AMOUNTS} With n = 1 the second largest can still work out the largest: \`p-percent-rule\` asks that directly and is preferred today.`,
    formula: 'Hidden where the n largest amounts add up to more than k % of the cell’s total.',
    source: 'Hundepool et al. (2012), 4.2.2.',
    checked: checkedRules,
    input: z.object({ contributions, n: z.number().describe('how many of the largest, a whole number'), k: z.number().describe('percentage, 0 to 100') }),
    returns: { hidden: 'whether the cell must be hidden' },
    example: { contributions: [280, 11, 10, 9, 8, 8, 8, 8, 8, 8, 8], n: 2, k: 75 },
    reading: 'The two largest hold 291 of 366, or 79.5 %: hidden.',
    run: ({ contributions: amounts, n, k }) => ({ hidden: dominanceRule(amounts, n, k) }),
  }),
  defineMethod({
    name: 'p-percent-rule',
    title: 'p % rule',
    section: 'disclosure',
    functions: ['pPercentRule'],
    answers: 'Could the second largest contributor of a cell, taking off their own amount, tell the largest to within p %?',
    notWhen: AMOUNTS,
    formula: 'Hidden where total − largest − second largest < p % of the largest.',
    source: 'Hundepool et al. (2012), 4.2.2.',
    checked: checkedRules,
    input: z.object({ contributions, p: z.number().describe('percentage, 0 to 100') }),
    returns: { hidden: 'whether the cell must be hidden' },
    example: { contributions: [280, 11, 10, 9, 8, 8, 8, 8, 8, 8, 8], p: 10 },
    reading: '75 is left besides the two largest, more than 28 (10 % of 280): the second largest cannot come that close, and the cell may be shown.',
    run: ({ contributions: amounts, p }) => ({ hidden: pPercentRule(amounts, p) }),
  }),
  defineMethod({
    name: 'pq-rule',
    title: 'pq rule',
    section: 'disclosure',
    functions: ['pqRule'],
    answers: 'As the p % rule, where everybody could already guess each amount to within q %: does the cell bring them to within p %?',
    notWhen: AMOUNTS,
    formula: 'Hidden where total − largest − second largest < (p/q) × largest. q = 100 is the p % rule.',
    source: 'Hundepool et al. (2012), 4.2.2.',
    checked: checkedRules,
    input: z.object({
      contributions,
      p: z.number().describe('percentage, below q'),
      q: z.number().describe('percentage to which amounts are known beforehand'),
    }),
    returns: { hidden: 'whether the cell must be hidden' },
    example: { contributions: [280, 11, 10, 9, 8, 8, 8, 8, 8, 8, 8], p: 60, q: 80 },
    reading: '75 is left, less than 210 (three quarters of 280): hidden.',
    run: ({ contributions: amounts, p, q }) => ({ hidden: pqRule(amounts, p, q) }),
  }),
  defineMethod({
    name: 'rounding',
    title: 'Rounding of counts',
    section: 'disclosure',
    functions: ['roundBase', 'roundMid6', 'redactThenRound', 'randomRoundOdds'],
    answers:
      'What are these counts, rounded as official statistics round: to the nearest multiple, or to the mid-point of six? And what would random rounding do?',
    notWhen:
      'As the only protection of answers that can be asked again in other cuts: differences of overlapping questions undo it (docs/adr/0002-protection.md measures how). Rounded parts do not add up to rounded totals; do not correct them until they do. The nearest multiple shows 1 and 2 as 0, so that nobody and few look alike: redact, or use the mid-point.',
    formula: `* nearest: base × ⌊n / base + 1/2⌋, halves up;
* mid-point 6: 0 stays 0, else 6 × ⌈n / 6⌉ − 3 (1 to 6 are 3, 7 to 12 are 9);
* redacted: 1 to under − 1 not shown, others to the nearest 5;
* random: up with chance (n − down) / base, so that nothing is biased.`,
    source: 'Government Statistical Service, *Statistical Disclosure Control for tables from administrative sources*; OpenSAFELY, “midpoint 6” rounding.',
    checked: '37 reference counts, each by all four ways: exactly equal.',
    input: z.object({
      counts: z.array(z.number()).describe('counts'),
      base: z.number().optional().describe('base of the nearest multiple and of random rounding; 5 unless given'),
      under: z.number().optional().describe('counts under this (and above 0) are redacted; 8 unless given'),
    }),
    returns: {
      nearest: 'to the nearest multiple of the base',
      midpoint6: 'to the mid-point of six',
      redacted: 'to the nearest 5, null where redacted',
      random: 'the neighbours that random rounding chooses from, and the chance of the upper one',
    },
    example: { counts: [0, 2, 7, 8, 23] },
    reading: '7 is 5, or 9 by mid-point, or not shown at all; 23 is 25, or 21.',
    run: ({ counts, base = 5, under }) => ({
      nearest: counts.map((n) => roundBase(n, base)),
      midpoint6: counts.map(roundMid6),
      redacted: counts.map((n) => redactThenRound(n, under)),
      random: counts.map((n) => randomRoundOdds(n, base)),
    }),
  }),
  defineMethod({
    name: 'protect-count',
    title: 'Protected count',
    section: 'disclosure',
    functions: ['protectCount', 'perturbedCount'],
    answers: 'What may be shown of one count that has been perturbed by record weights: its number to the nearest 5, or `[c]`?',
    notWhen:
      'The perturbed count does not come from weights that stay with the records for ever: fresh noise can be averaged away, and answers subtracted. See docs/adr/0002-protection.md.',
    formula: 'perturbed = thirds / 3. A true zero is 0; perturbed under 10, or a true count of 1 to 7, is hidden; any other is shown to the nearest 5.',
    source: 'docs/adr/0002-protection.md, after Dinur and Nissim (2003) and Asghar and Kaafar (2020).',
    checked:
      'Property tests: one to seven records are never shown, whatever their keys; what is shown is 0 or at least 10. Attacked by linear programming (the ADR has the table).',
    input: z.object({
      exact: z.number().describe('the true count'),
      thirds: z.number().describe('sum of its records’ weights, in thirds of a record (a kept record weighs 4, one left out 0)'),
      zeros: z.enum(['shown', 'hidden']).optional().describe('whether an empty set is shown as 0 (unless given) or hidden like a small one'),
    }),
    returns: { state: 'shown or hidden', value: 'the number, where shown' },
    example: { exact: 12, thirds: 40 },
    reading: 'Ten of twelve records are kept: 40 thirds are 13.3, shown as 15.',
    run: ({ exact, thirds, ...options }) => protectCount(exact, perturbedCount(thirds), given(options)),
  }),
];
