/**
 * While the period is being dragged, the views come from an index by month (ENGINES.md: 2 to 5 ms a move). Indexes are held for the
 * boards that are being dragged now; views over time do not follow the period and are asked as ever.
 */
import type { BoardPlan } from '../../understand/index.ts';
import { askMany, type Brush, type Figure, openBrush, type Question, type Warehouse } from '../../warehouse/index.ts';

export interface Brushes {
  /** Figures of a plan in the order of its questions. */
  figures(plan: BoardPlan): Promise<readonly Figure[]>;
}

const HELD = 8;

export function brushes(warehouse: Warehouse): Brushes {
  const held = new Map<string, Promise<Brush>>();

  const brushFor = (questions: readonly Question[]): Promise<Brush> => {
    const key = JSON.stringify([warehouse.manifest().current, questions.map((question) => ({ ...question, slice: question.slice.where }))]);
    const ready = held.get(key);
    // Touched again, it becomes the youngest.
    held.delete(key);
    const brush = ready ?? openBrush(warehouse, questions);
    held.set(key, brush);
    brush.catch(() => held.delete(key));
    const oldest = held.keys().next().value;
    if (held.size > HELD && oldest !== undefined) held.delete(oldest);
    return brush;
  };

  return {
    async figures(plan) {
      const { from, to } = plan.state.slice;
      const isMoved = (question: Question) => !question.by.includes('month');
      const moved = plan.questions.filter(isMoved);
      const still = plan.questions.filter((question) => !isMoved(question));
      const over = await askMany(warehouse, still);
      const months = over.flatMap((figure) => figure.cells.map((cell) => cell.key[0] ?? '')).sort();
      const first = from ?? months[0];
      const last = to ?? months.at(-1);
      if (first === undefined || last === undefined) return askMany(warehouse, plan.questions);
      const followed = await (await brushFor(moved)).move(first, last);
      const queues = { moved: [...followed], still: [...over] };
      return plan.questions.flatMap((question) => (isMoved(question) ? queues.moved.shift() : queues.still.shift()) ?? []);
    },
  };
}
