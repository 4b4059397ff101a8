/** Runs actions and reads: parse, decide, do, record; all in one transaction, or nothing of it. */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { appendAudit } from '../audit/append.ts';
import type { Tx } from '../database.ts';
import type { Register } from '../open.ts';
import type { Policy, Reach, Who } from '../who.ts';
import type { Action, AuditWords, Read, Subject } from './define.ts';
import { InputError } from './input.ts';
import { inWords, mayRetry } from './problems.ts';
import { sharedAnswers } from './shared.ts';
import { transaction } from './transaction.ts';

/** Written without parameters, so that any definition is one. */
// biome-ignore lint/suspicious/noExplicitAny: a list of definitions, each with its own input; the input is parsed before it is used
export type AnyAction = Action<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyRead = Read<any, any>;

export interface Acting {
  readonly register: Register;
  readonly policy: Policy;
  readonly actions: ReadonlyMap<string, AnyAction>;
  readonly reads: ReadonlyMap<string, AnyRead>;
  /**
   * Does `action`. With a key, a second request of the same person under it gets the first one's answer and changes nothing.
   * @throws InputError for bad input, HeadwaterError `not-allowed`, `key-reused`, and what the action itself refuses
   */
  act<I extends z.ZodType, R>(action: Action<I, R>, input: unknown, who: Who, options?: { readonly key?: string }): Promise<R>;
  /** Asks. @throws InputError, HeadwaterError `not-allowed` */
  read<I extends z.ZodType, R>(read: Read<I, R>, input: unknown, who: Who): Promise<R>;
  /** Records that somebody was refused something that is neither: a page, a file. `key` is the permission that they lack. */
  refused(who: Who, what: string, key: string): Promise<void>;
}

const TRIES = 4;

export interface ActingSettings {
  /** How long the answer of a read that may be shared is kept, ms. None where it is left out. */
  readonly sharedMs?: number;
}

export function makeActing(
  register: Register,
  policy: Policy,
  actions: readonly AnyAction[],
  reads: readonly AnyRead[],
  { sharedMs = 0 }: ActingSettings = {},
): Acting {
  const shared = sharedAnswers(sharedMs);
  const acting: Acting = {
    register,
    policy,
    actions: byName(actions),
    reads: byName(reads),
    async act(action, raw, who, options = {}) {
      const at = register.now();
      const key = action.secret === true ? undefined : options.key;
      const reach = await permitted(action, who, at);
      const input = parse(action.input, raw);
      return attempt(() =>
        transaction(register.db, { reach, who, at }, async (tx) => {
          const kept = key === undefined ? null : await keptAnswer(tx, action.name, key, input, who, at);
          // The first answer was this action's own, so it is of its type.
          if (kept?.answered) return kept.answer as Awaited<ReturnType<typeof action.effect>>;
          await inReach(action, tx, input, who, reach, at);
          const result = await action.effect(tx, input, { who, reach, at });
          if (key !== undefined) await keepAnswer(tx, key, result, who);
          await appendAudit(tx, { at, who, action: action.name, outcome: 'done', ...action.audit(input, result) });
          return result;
        }),
      ).then(
        (result) => {
          shared.acted(who, action.name);
          return result;
        },
        (error: unknown) => refusal(error, action, who, at),
      );
    },
    async read(read, raw, who) {
      const at = register.now();
      const reach = await permitted(read, who, at);
      const input = parse(read.input, raw);
      const answer = () =>
        attempt(() =>
          transaction(register.db, { reach, who, at, readOnly: read.audit === undefined }, async (tx) => {
            await inReach(read, tx, input, who, reach, at);
            const result = await read.answer(tx, input, { who, reach, at });
            const words: AuditWords | undefined = read.audit?.(input, result);
            if (words !== undefined) await appendAudit(tx, { at, who, action: read.name, outcome: 'read', ...words });
            return result;
          }),
        );
      return shared.get(read, input, who, reach, answer).then(
        (result) => read.narrow?.(result, who) ?? result,
        (error: unknown) => refusal(error, read, who, at),
      );
    },
    refused: (who, what, key) => recordRefusal(who, what, { key }, register.now()),
  };
  return acting;

  /** The reach of the permission; a refusal is recorded. */
  async function permitted(what: AnyAction | AnyRead, who: Who, at: Date): Promise<Reach> {
    const reach = policy.reach(who, what.allowed);
    if (reach !== 'none') return reach;
    return refusal(notAllowed(what, who), what, who, at);
  }

  async function refusal(error: unknown, what: AnyAction | AnyRead, who: Who, at: Date): Promise<never> {
    const said = inWords(error);
    if (said instanceof HeadwaterError && said.kind === 'forbidden')
      await recordRefusal(who, what.name, { code: said.code, ...(said.detail === undefined ? {} : { about: said.detail }) }, at);
    throw said;
  }

  async function recordRefusal(who: Who, action: string, details: Record<string, unknown>, at: Date): Promise<void> {
    await transaction(register.db, { reach: 'none', who, at }, (tx) => appendAudit(tx, { at, who, action, outcome: 'refused', details }));
  }
}

const byName = <T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> => {
  const map = new Map(list.map((each) => [each.name, each]));
  if (map.size !== list.length) throw new Error('two actions or reads have one name');
  return map;
};

function parse<I extends z.ZodType>(schema: I, raw: unknown): z.output<I> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new InputError(parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));
}

function notAllowed(what: AnyAction | AnyRead, who: Who): HeadwaterError {
  const title = `${what.title.charAt(0).toLowerCase()}${what.title.slice(1)}`;
  return who.kind === 'public'
    ? new HeadwaterError('forbidden', 'sign-in-first', `You need to sign in to ${title}`, { advice: 'Sign in, and you come back here.' })
    : new HeadwaterError('forbidden', 'not-allowed', `Your role does not allow you to ${title}`, {
        advice: 'If you need to, ask your organisation’s administrator. That it was asked for is on record.',
      });
}

async function inReach(what: AnyAction | AnyRead, tx: Tx, input: unknown, who: Who, reach: Reach, at: Date): Promise<void> {
  if (what.subject === undefined) return;
  const subject = await what.subject(tx, input, { who, reach, at });
  if (subject === undefined) {
    throw new HeadwaterError('not-found', 'no-such-record', 'There is no such record, or it is not one that you may see', {
      advice: 'Check the address, or go back to the list.',
    });
  }
  if (!covers(reach, who, subject)) throw notAllowed(what, who);
}

/** Whether a permission that reaches `reach` covers a record. */
export function covers(reach: Reach, who: Who, subject: Subject): boolean {
  if (reach === 'system' || reach === 'partnership') return true;
  if (subject.published === true && reach !== 'none') return true;
  if (reach === 'organisation') return who.organisationId !== null && subject.organisationId === who.organisationId;
  if (reach === 'own') return who.personId !== null && subject.personId === who.personId;
  return false;
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !mayRetry(error)) throw error;
      await wait(5 * 2 ** tries * (0.5 + Math.random()));
    }
  }
}

const hashOf = (input: unknown): Buffer => createHash('sha256').update(JSON.stringify(input)).digest();

/** Ids of nobody: a job that is tried again gets its first answer as a person's request does. */
const SELVES = { job: '00000000-0000-0000-0000-000000000000', operator: '00000000-0000-0000-0000-000000000001' } as const;

const keeperOf = (who: Who): string | null => who.personId ?? (who.kind === 'job' || who.kind === 'operator' ? SELVES[who.kind] : null);

async function keptAnswer(tx: Tx, action: string, key: string, input: unknown, who: Who, at: Date): Promise<{ answered: boolean; answer?: unknown }> {
  const keeper = keeperOf(who);
  if (keeper === null) return { answered: false };
  const hash = hashOf(input);
  // Of two at once, the second waits here until the first has committed.
  const mine = await tx
    .insertInto('keptAnswer')
    .values({ personId: keeper, key, action, inputHash: hash, answer: 'null', at })
    .onConflict((conflict) => conflict.columns(['personId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (mine) return { answered: false };
  const first = await tx.selectFrom('keptAnswer').selectAll().where('personId', '=', keeper).where('key', '=', key).executeTakeFirstOrThrow();
  if (first.action !== action || !hash.equals(first.inputHash)) {
    throw new HeadwaterError('conflict', 'key-reused', 'This was sent before with other content. Nothing was saved this time', {
      advice: 'Look at what is there now; if it is not what you want, open the form again and send it anew.',
    });
  }
  return { answered: true, answer: first.answer };
}

async function keepAnswer(tx: Tx, key: string, result: unknown, who: Who): Promise<void> {
  const keeper = keeperOf(who);
  if (keeper === null) return;
  await tx
    .updateTable('keptAnswer')
    .set({ answer: JSON.stringify(result ?? null) })
    .where('personId', '=', keeper)
    .where('key', '=', key)
    .execute();
}
