/**
 * Answers that many ask for at once, worked out once: a read that says that it may be shared is kept for a few seconds, by its name, input and reach (and by
 * organisation and roles where it depends on them). Who has changed something gets no answer that was begun before it, so that everybody sees their own deed at once.
 */
import { createHash } from 'node:crypto';
import type { Reach, Who } from '../who.ts';
import type { Read } from './define.ts';

export interface SharedAnswers {
  /** The kept answer, or `work`'s, which is kept. */
  get<R>(read: SharedRead, input: unknown, who: Who, reach: Reach, work: () => Promise<R>): Promise<R>;
  /** Told of every deed, by the action's name. */
  acted(who: Who, action: string): void;
}

type SharedRead = Pick<Read, 'name' | 'shared' | 'unmovedBy'>;

/** When somebody last did something, by what stands before the dot in the action's name: `milestone`. */
type Deeds = Map<string, number>;

const MOST = 500;

/** @param keepMs how long an answer is kept; 0 keeps none */
export function sharedAnswers(keepMs: number, clock: () => number = () => performance.now()): SharedAnswers {
  const held = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();
  const deeds = new Map<string, Deeds>();
  return {
    get(read, input, who, reach, work) {
      if (keepMs === 0 || read.shared === undefined) return work();
      const key = keyOf(read, input, who, reach);
      const now = clock();
      const found = held.get(key);
      const deed = lastDeed(deeds.get(who.personId ?? ''), read);
      // Kept under the read's own name, so it is of the read's own type. One that was begun after their deed was done has it.
      if (found !== undefined && now - found.at < keepMs && found.at > deed) return found.answer as ReturnType<typeof work>;
      // In the order in which they were begun: the first are the oldest, and what is too old is of no use to anybody.
      held.delete(key);
      for (const [each, { at }] of held) {
        if (now - at < keepMs && held.size < MOST) break;
        held.delete(each);
      }
      const answer = work();
      held.set(key, { at: now, answer });
      answer.catch(() => {
        if (held.get(key)?.answer === answer) held.delete(key);
      });
      return answer;
    },
    acted(who, action) {
      if (keepMs === 0 || who.personId === null) return;
      // A forgotten deed would let an answer of before it be given: what was answered before is forgotten with it.
      if (deeds.size >= MOST) {
        deeds.clear();
        held.clear();
      }
      const own: Deeds = deeds.get(who.personId) ?? new Map();
      own.set(kindOf(action), clock());
      deeds.set(who.personId, own);
    },
  };
}

const kindOf = (action: string): string => action.split('.')[0] ?? action;

/** Of those deeds that can have changed the answer. */
function lastDeed(deeds: Deeds | undefined, { unmovedBy = [] }: SharedRead): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const [kind, at] of deeds ?? []) if (!unmovedBy.includes(kind)) last = Math.max(last, at);
  return last;
}

/** A hash, since an input may be as long as a request: nobody fills the memory with questions. */
function keyOf({ name, shared }: SharedRead, input: unknown, who: Who, reach: Reach): string {
  const words = JSON.stringify([name, input, reach, ...(shared === 'everybody' ? [] : [who.organisationId, ...who.roles])]);
  return createHash('sha256').update(words).digest('base64url');
}
