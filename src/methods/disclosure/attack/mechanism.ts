/**
 * Three ways of protecting counts, each with what an attacker who knows it (but not the keys) can deduce from one answer. The first two are
 * here to fall.
 */
import { at } from '../../check.ts';
import { recordWeight } from '../keys.ts';
import { protectCount, SHOWN_FROM } from '../protect-count.ts';
import { redactThenRound, round5 } from '../round.ts';
import { type AttackQuestion, type Microdata, matching } from './microdata.ts';

/** A number, or hidden. */
export type Answer = number | '[c]';

/** Bounds on the true count n and on the weight w of the records asked about. */
export interface Lesson {
  readonly n: readonly [number, number];
  readonly w: readonly [number, number];
  /** Where w is known from elsewhere to reach the first, n is at most the second. */
  readonly either?: readonly [number, number];
}

export interface Mechanism {
  readonly name: string;
  /** Weight of one record, as a count. */
  weight(key: bigint): number;
  /** Least and most that one record can weigh. */
  readonly weights: readonly [number, number];
  /** Each weight that a record may have, in thirds, and its odds. */
  readonly odds: readonly (readonly [number, number])[];
  answer(n: number, w: number): Answer;
  learn(answer: Answer): Lesson;
}

const ANY = Number.POSITIVE_INFINITY;

/** Threshold and deterministic rounding of exact counts: 1 to 7 hidden, else the nearest 5. */
export const plainRounding: Mechanism = {
  name: 'threshold and rounding of exact counts',
  weight: () => 1,
  weights: [1, 1],
  odds: [[3, 1]],
  answer: (n) => redactThenRound(n) ?? '[c]',
  learn: (answer) => {
    const n = answer === '[c]' ? ([1, 7] as const) : answer === 0 ? ([0, 0] as const) : ([Math.max(8, answer - 2), answer + 2] as const);
    return { n, w: n };
  },
};

/** Record weights 0, 1 or 2, hidden where the exact count is 1 to 7 or the weight under 8: noise as it should be, but a threshold on the exact count. */
export const exactThreshold: Mechanism = {
  name: 'weights of 0 to 2 with a threshold on the exact count',
  weight: (key) => Number(key & 1n) + Number((key >> 1n) & 1n),
  weights: [0, 2],
  odds: [
    [0, 0.25],
    [3, 0.5],
    [6, 0.25],
  ],
  answer: (n, w) => (n === 0 ? 0 : n <= 7 || w < 8 ? '[c]' : round5(w)),
  learn: (answer) => {
    if (answer === '[c]') return { n: [1, ANY], w: [0, ANY], either: [8, 7] };
    return answer === 0 ? { n: [0, 0], w: [0, 0] } : { n: [8, ANY], w: [Math.max(8, answer - 2), answer + 2] };
  },
};

/** What Headwater does: three records in four kept for ever, everything decided on their weight. */
export const keptRecords: Mechanism = {
  name: 'kept records',
  weight: (key) => recordWeight(key) / 3,
  weights: [0, 4 / 3],
  odds: [
    [0, 0.25],
    [4, 0.75],
  ],
  answer: (n, w) => {
    const shown = protectCount(n, w);
    return shown.state === 'shown' ? shown.value : '[c]';
  },
  learn: (answer) => {
    // 8 kept records at least, so 8 records at least, where a number is shown.
    if (answer === '[c]') return { n: [1, ANY], w: [0, SHOWN_FROM] };
    return answer === 0 ? { n: [0, 0], w: [0, 0] } : { n: [8, ANY], w: [Math.max(32 / 3, answer - 2.5), answer + 2.5] };
  },
};

export interface Oracle {
  readonly mechanism: Mechanism;
  readonly data: Microdata;
  ask(question: AttackQuestion): Answer;
  /** The truth, for marking an attack; never used by one. */
  truth(question: AttackQuestion): { readonly n: number; readonly w: number };
  /** Questions answered so far. */
  asked(): number;
}

/** Something that answers any question under a mechanism, and counts them. */
export function createOracle(data: Microdata, mechanism: Mechanism): Oracle {
  const weights = Float64Array.from(data.keys, (key) => mechanism.weight(key));
  let asked = 0;
  const truth = (question: AttackQuestion): { n: number; w: number } => {
    const rows = matching(data, question);
    let w = 0;
    for (let i = 0; i < rows.length; i++) w += at(weights, at(rows, i));
    return { n: rows.length, w: Math.round(w * 3) / 3 };
  };
  return {
    mechanism,
    data,
    truth,
    ask(question) {
      asked++;
      const { n, w } = truth(question);
      return mechanism.answer(n, w);
    },
    asked: () => asked,
  };
}
