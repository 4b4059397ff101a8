/** What happens in a demonstration, each deed on its own day and all of them in the order of the days, as a register that people use is filled. */
import type { Doing } from './doing.ts';

export interface Step {
  /** `YYYY-MM-DD`, not after today. */
  readonly day: string;
  readonly run: (it: Doing) => Promise<unknown>;
}

/** In the order of the days; those of one day in the order given. */
export async function runSteps(steps: readonly Step[], onDay: (day: string) => Doing): Promise<void> {
  for (const { day, run } of [...steps].sort((a, b) => a.day.localeCompare(b.day))) await run(onDay(day));
}
