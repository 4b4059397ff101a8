/**
 * Answers that many ask for at once, worked out once: a read that says that it may be shared is kept for a few seconds, by its name, input and reach (and by
 * organisation and roles where it depends on them). Who has just changed something is answered anew, so that everybody sees their own deed at once.
 */
import type { Reach, Who } from '../who.ts';
import type { Read } from './define.ts';

export interface SharedAnswers {
  /** The kept answer, or `work`'s, which is kept. */
  get<R>(read: Pick<Read, 'name' | 'shared'>, input: unknown, who: Who, reach: Reach, work: () => Promise<R>): Promise<R>;
  /** Told of every deed. */
  acted(who: Who): void;
}

const MOST = 500;

/** @param keepMs how long an answer is kept; 0 keeps none */
export function sharedAnswers(keepMs: number, clock: () => number = () => performance.now()): SharedAnswers {
  const held = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();
  const deeds = new Map<string, number>();
  return {
    get(read, input, who, reach, work) {
      if (keepMs === 0 || read.shared === undefined) return work();
      const key = keyOf(read, input, who, reach);
      const now = clock();
      const found = held.get(key);
      const justActed = now - (deeds.get(who.personId ?? '') ?? Number.NEGATIVE_INFINITY) < keepMs;
      // Kept under the read's own name, so it is of the read's own type.
      if (found !== undefined && now - found.at < keepMs && !justActed) return found.answer as ReturnType<typeof work>;
      if (held.size >= MOST) held.clear();
      const answer = work();
      held.set(key, { at: now, answer });
      answer.catch(() => held.delete(key));
      return answer;
    },
    acted(who) {
      if (keepMs === 0 || who.personId === null) return;
      if (deeds.size >= MOST) deeds.clear();
      deeds.set(who.personId, clock());
    },
  };
}

function keyOf({ name, shared }: Pick<Read, 'name' | 'shared'>, input: unknown, who: Who, reach: Reach): string {
  return JSON.stringify([name, input, reach, ...(shared === 'everybody' ? [] : [who.organisationId, ...who.roles])]);
}
