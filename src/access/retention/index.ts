/** How long records are kept, what has fallen due, and its disposal. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { type AnyAction, type AnyRead, badField, changeKept, insertKept } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction, defineRead } from '../define.ts';
import { DISPOSABLE, dispose, type PersonPreview, previewPerson } from './dispose.ts';
import { type Choices, type Due, dueForDisposal, loadChoices, purge } from './due.ts';
import { ruleOf } from './rules.ts';

export { DISPOSABLE, type Disposable, mentionWords, type PersonPreview } from './dispose.ts';
export { type RetentionRule, RULES, ruleOf, STANDING_WORDS } from './rules.ts';

const reasonField = z.string().trim().min(1, 'Say why').max(1000, 'Use 1,000 characters or fewer');

export const readRetention = defineRead({
  name: 'retention.read',
  title: 'See what is due for review or disposal',
  allowed: 'retention.read',
  input: z.object({}),
  async answer(tx, _input, { at }): Promise<{ due: Due[]; choices: Choices; tombstones: number }> {
    const due = await asService(tx, () => dueForDisposal(tx, civilDay(at)));
    const { n } = await tx
      .selectFrom('tombstone')
      .select((row) => row.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return { due, choices: await loadChoices(tx), tombstones: n };
  },
  audit: (_input, { due }) => ({ details: { due: due.length } }),
});

export const readPersonDisposal = defineRead({
  name: 'retention.person',
  title: 'See what a person’s disposal would meet',
  allowed: 'retention.dispose',
  input: z.object({ id: z.uuid() }),
  async answer(tx, { id }, { at }): Promise<PersonPreview> {
    const found = await previewPerson(tx, id, civilDay(at));
    if (found) return found;
    throw new HeadwaterError('not-found', 'no-such-record', 'There is no such person', { advice: 'Go back to the list.' });
  },
  audit: ({ id }) => ({ subject: { type: 'person', id } }),
});

export const setRetention = defineAction({
  name: 'retention.set',
  title: 'Set how long a kind of record is kept',
  allowed: 'retention.dispose',
  input: z.object({
    rule: z.string(),
    months: z
      .number('Enter the months as a whole number')
      .int('Enter the months as a whole number')
      .min(1, 'Keep it for at least 1 month')
      .max(1200, 'Keep it for at most 1,200 months'),
    reason: reasonField,
  }),
  async effect(tx, { rule, months, reason }, setting): Promise<{ id: string; version: number; rule: string; months: number }> {
    const found = ruleOf(rule);
    if (found === undefined || found.standing !== 'local' || found.months === undefined) throw badField('rule', 'That is not for the partnership to choose');
    const held = await tx.selectFrom('retentionChoice').select(['id', 'version']).where('rule', '=', rule).executeTakeFirst();
    if (held === undefined) return { id: await insertKept(tx, 'retentionChoice', { rule, months, reason }, setting), version: 1, rule, months };
    const { version } = await changeKept(tx, 'retentionChoice', held.id, held.version, { months, reason }, setting);
    return { id: held.id, version, rule, months };
  },
  audit: (_input, { id, version, rule, months }) => ({ subject: { type: 'retentionChoice', id, version }, details: { rule, months } }),
});

export const disposeRecord = defineAction({
  name: 'retention.dispose',
  title: 'Dispose of a record',
  allowed: 'retention.dispose',
  input: z.object({ type: z.enum(DISPOSABLE, 'That kind of record is not disposed of one by one'), id: z.uuid(), reason: reasonField }),
  async effect(tx, { type, id, reason }, setting): Promise<{ type: string; id: string }> {
    await dispose(tx, type, id, reason, setting);
    return { type, id };
  },
  audit: (_input, { type, id }) => ({
    subject: { type: type === 'import-proposal' ? 'importProposal' : type === 'panel-case' ? 'panelCase' : type, id },
    details: { rule: type },
  }),
});

export const purgeRecords = defineAction({
  name: 'retention.purge',
  title: 'Delete what the service needs no longer',
  allowed: 'service.run',
  input: z.object({}),
  effect: (tx, _input, { at }) => purge(tx, civilDay(at)),
  audit: (_input, counts) => ({ details: counts }),
});

export const retentionActions: readonly AnyAction[] = [setRetention, disposeRecord, purgeRecords];
export const retentionReads: readonly AnyRead[] = [readRetention, readPersonDisposal];
