/**
 * Reconstruction by linear programming. The attacker picks two fields (areas by sex, months by outcome, kinds by snapshot, ...), asks many random
 * unions of their values within a fixed slice, writes down everything that each answer implies, and computes the least and most that
 * every small cell can be. This contains subtraction of pairs, margins, adding categories, nested areas, time windows and
 * repeated snapshots as special cases.
 *
 * Source: Dinur and Nissim (2003), Revealing information while preserving privacy, PODS 2003, whose linear programme this is.
 */
import { at } from '../../check.ts';
import { MethodError } from '../../error.ts';
import { type Form, formBounds, type Known, type LinearSystem } from '../linear.ts';
import type { Lesson, Oracle } from './mechanism.ts';
import type { AttackQuestion, Field } from './microdata.ts';

export interface Block {
  readonly slice: AttackQuestion;
  readonly rows: { readonly field: Field; readonly values: readonly number[] };
  readonly cols: {
    readonly field: Field;
    readonly values: readonly number[];
    /** Sets of values that can be asked for, where not every set can: a snapshot is one of two. */
    readonly askable?: readonly (readonly number[])[];
  };
}

export interface BlockOptions {
  readonly questions: number;
  readonly random: () => number;
  /** Grant the attacker every weight of the block for nothing: the end point of unlimited questions. */
  readonly weightsKnown?: boolean;
  /** What is known from elsewhere of the whole block, such as an answer that was made from atoms. */
  readonly whole?: Lesson;
}

export interface BlockReport {
  readonly asked: number;
  /** Cells (atoms of the block and its rows) whose true count is 1 to 7. */
  readonly targets: number;
  /** Of those, known for certain: the only count in their feasible interval. */
  readonly certain: number;
  /** Intervals that do not hold the truth. Anything but 0 is an error of the attack. */
  readonly wrong: number;
  /** Targets with any upper bound under 1,000. */
  readonly bounded: number;
}

/** Runs the attack on one block and marks it against the truth. */
export async function attackBlock(oracle: Oracle, block: Block, options: BlockOptions): Promise<BlockReport> {
  const { rows, cols } = block;
  const height = rows.values.length;
  const width = cols.values.length;
  const atoms = height * width;
  const before = oracle.asked();
  const lessons: { cells: number[]; lesson: Lesson }[] = [];
  const learn = (rowPick: readonly number[], colPick: readonly number[]): void => {
    const answer = oracle.ask(within(block, rowPick, colPick));
    const cells = rowPick.flatMap((r) => colPick.map((c) => r * width + c));
    lessons.push({ cells, lesson: oracle.mechanism.learn(answer) });
  };
  const colPicks = cols.askable?.map((set) => set.map((value) => cols.values.indexOf(value)));
  const allRows = rows.values.map((_, r) => r);
  for (let r = 0; r < height; r++) for (const pick of colPicks ?? singles(width)) learn([r], pick);
  for (const pick of colPicks ?? singles(width)) learn(allRows, pick);
  while (lessons.length < options.questions) {
    learn(subset(height, options.random), colPicks ? (colPicks[Math.floor(options.random() * colPicks.length)] ?? []) : subset(width, options.random));
  }

  if (options.whole) lessons.push({ cells: Array.from({ length: atoms }, (_, cell) => cell), lesson: options.whole });

  // Variables: n of every atom, then w of every atom.
  const [lightest, heaviest] = oracle.mechanism.weights;
  const truths = Array.from({ length: atoms }, (_, cell) => oracle.truth(within(block, [Math.floor(cell / width)], [cell % width])));
  const known: Known[] = [];
  for (let cell = 0; cell < atoms; cell++) {
    known.push({ index: [atoms + cell, cell], coefficient: [1, -heaviest], lower: Number.NEGATIVE_INFINITY, upper: 0 });
    known.push({ index: [atoms + cell, cell], coefficient: [1, -lightest], lower: 0, upper: Number.POSITIVE_INFINITY });
  }
  for (const { cells, lesson } of lessons) {
    known.push(sumOf(cells, 0, lesson.n), sumOf(cells, atoms, lesson.w));
  }
  const system: LinearSystem = {
    lower: Float64Array.from({ length: 2 * atoms }, (_, i) => (options.weightsKnown && i >= atoms ? at2(truths, i - atoms) : 0)),
    upper: Float64Array.from({ length: 2 * atoms }, (_, i) => (options.weightsKnown && i >= atoms ? at2(truths, i - atoms) : Number.POSITIVE_INFINITY)),
    known: [...known, ...(await secondThoughts(lessons, { known, atoms }, options.weightsKnown ? truths.map((truth) => truth.w) : null))],
    whole: false,
  };

  const forms: { form: Form; truth: number }[] = [];
  const target = (cells: number[]): void => {
    const truth = cells.reduce((sum, cell) => sum + (truths[cell]?.n ?? 0), 0);
    if (truth >= 1 && truth <= 7) forms.push({ form: { index: cells, coefficient: cells.map(() => 1) }, truth });
  };
  for (let cell = 0; cell < atoms; cell++) target([cell]);
  for (let r = 0; r < height; r++) target(Array.from({ length: width }, (_, c) => r * width + c));
  const found = await formBounds(
    system,
    forms.map(({ form }) => form),
  );
  if (!found) throw new MethodError('inconsistent', 'oracle', 'its answers contradict what its mechanism is said to do');

  const report = { asked: oracle.asked() - before, targets: forms.length, certain: 0, wrong: 0, bounded: 0 };
  found.forEach(([min, max], i) => {
    const truth = forms[i]?.truth ?? 0;
    // Counts are whole, so the interval may be drawn in to whole numbers.
    const low = Math.ceil(min - 1e-6);
    const high = Math.floor(max + 1e-6);
    if (truth < low || truth > high) report.wrong++;
    if (low === high) report.certain++;
    if (high < 1000) report.bounded++;
  });
  return report;
}

/** Lessons of the form "if w is at least a, then n is at most b", for those sets whose w is known by now to be. */
async function secondThoughts(
  lessons: readonly { cells: number[]; lesson: Lesson }[],
  first: { readonly known: readonly Known[]; readonly atoms: number },
  weights: readonly number[] | null,
): Promise<Known[]> {
  const open = lessons.filter(({ lesson }) => lesson.either);
  if (open.length === 0) return [];
  const { atoms } = first;
  const least = weights
    ? open.map(({ cells }) => cells.reduce((sum, cell) => sum + at(weights, cell), 0))
    : ((
        await formBounds(
          { lower: new Float64Array(2 * atoms), upper: new Float64Array(2 * atoms).fill(Number.POSITIVE_INFINITY), known: first.known, whole: false },
          open.map(({ cells }) => ({ index: cells.map((cell) => atoms + cell), coefficient: cells.map(() => 1) })),
        )
      )?.map(([min]) => Math.ceil(min - 1e-6)) ?? []);
  return open.flatMap(({ cells, lesson }, i) => {
    const [from, most] = lesson.either ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    return at(least, i) >= from ? [sumOf(cells, 0, [0, most])] : [];
  });
}

function within(block: Block, rowPick: readonly number[], colPick: readonly number[]): AttackQuestion {
  return {
    ...block.slice,
    [block.rows.field]: rowPick.map((r) => at(block.rows.values, r)),
    [block.cols.field]: colPick.map((c) => at(block.cols.values, c)),
  };
}

function sumOf(cells: readonly number[], offset: number, range: readonly [number, number]): Known {
  return { index: cells.map((cell) => offset + cell), coefficient: cells.map(() => 1), lower: range[0], upper: range[1] };
}

function singles(n: number): number[][] {
  return [...Array.from({ length: n }, (_, i) => [i]), Array.from({ length: n }, (_, i) => i)];
}

/** A random non-empty subset, small ones as likely as large. */
function subset(n: number, random: () => number): number[] {
  const share = random();
  const picked = Array.from({ length: n }, (_, i) => i).filter(() => random() < share);
  return picked.length > 0 ? picked : [Math.floor(random() * n)];
}

function at2(truths: readonly { readonly w: number }[], index: number): number {
  return truths[index]?.w ?? 0;
}
