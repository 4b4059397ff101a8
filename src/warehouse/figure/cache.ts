/** Figures of immutable snapshots never change but for their staleness, so small ones are kept for the day. */
import type { Figure, Question } from './types.ts';

/** Larger figures cost more memory than they save time. */
const MOST_CELLS = 3_000;

export function figureCache(limit: number) {
  const held = new Map<string, Figure>();
  const keyOf = (snapshot: string, question: Question, now: Date) =>
    JSON.stringify([
      snapshot,
      now.toISOString().slice(0, 10),
      question.measure,
      question.by,
      question.slice.from,
      question.slice.to,
      Object.entries(question.slice.where).sort(),
      question.clearance,
    ]);
  return {
    get(snapshot: string, question: Question, now: Date): Figure | undefined {
      if (limit === 0) return undefined;
      const key = keyOf(snapshot, question, now);
      const figure = held.get(key);
      if (figure) {
        held.delete(key);
        held.set(key, figure);
      }
      return figure;
    },
    put(snapshot: string, question: Question, now: Date, figure: Figure): void {
      if (limit === 0 || figure.cells.length > MOST_CELLS) return;
      held.set(keyOf(snapshot, question, now), figure);
      if (held.size > limit) held.delete(held.keys().next().value as string);
    },
  };
}
