/** Disposal: the personal data go, what other records point at stays, and a tombstone says that it was done, when, and by which rule. */
import { sql } from 'kysely';
import { HeadwaterError } from '../../errors.ts';
import { badField, type Setting, type Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { type Mention, mentionsOf } from './mentions.ts';

/** Kinds that can be disposed of one by one. */
export const DISPOSABLE = ['person', 'task', 'document', 'import-proposal', 'agreement', 'meeting', 'panel-case'] as const;
export type Disposable = (typeof DISPOSABLE)[number];

/** Published by law, or the log itself, which holds no names: what stands there is not the partnership's to change. */
const STATUTORY: ReadonlySet<string> = new Set([
  'audit_event',
  'inspection',
  'inspection_item',
  'inspection_source',
  'response',
  'response_item',
  'response_version',
  'chief_comment',
  'chief_comment_item',
]);

export interface PersonPreview {
  readonly id: string;
  readonly name: string;
  /** What still needs them: nothing may, before they can be disposed of. */
  readonly uses: readonly string[];
  /** Records in which somebody wrote their name, e-mail address or telephone number. */
  readonly mentions: readonly Mention[];
}

const plural = (n: number, one: string, many: string): string[] => (n === 0 ? [] : [n === 1 ? one : `${n} ${many}`]);

export async function previewPerson(tx: Tx, id: string, today: string): Promise<PersonPreview | null> {
  return asService(tx, async () => {
    const person = await tx.selectFrom('person').select(['id', 'name', 'email', 'phone']).where('id', '=', id).executeTakeFirst();
    if (person === undefined) return null;
    const { rows } = await sql<Record<'memberships' | 'tasks' | 'contacts' | 'seats' | 'panels' | 'posts', number>>`select
      (select count(*) from membership where person_id = ${id}::uuid and (to_on is null or to_on >= ${today}::date)) as memberships,
      (select count(*) from task where person_id = ${id}::uuid and done_at is null) as tasks,
      (select count(*) from contact_point where (person_id = ${id}::uuid or deputy_id = ${id}::uuid) and (to_on is null or to_on >= ${today}::date)) as contacts,
      (select count(*) from core_seat where person_id = ${id}::uuid and (to_on is null or to_on >= ${today}::date)) as seats,
      (select count(*) from panel where chair_id = ${id}::uuid and closed_on is null) as panels,
      (select count(*) from post where person_id = ${id}::uuid and (to_on is null or to_on >= ${today}::date)) as posts`.execute(tx);
    const n = rows[0];
    const uses = [
      ...plural(n?.memberships ?? 0, 'a membership', 'memberships'),
      ...plural(n?.tasks ?? 0, 'an open task', 'open tasks'),
      ...plural(n?.contacts ?? 0, 'a point of contact', 'points of contact'),
      ...plural(n?.seats ?? 0, 'a seat of the core membership', 'seats of the core membership'),
      ...plural(n?.panels ?? 0, 'the chair of a panel', 'chairs of panels'),
      ...plural(n?.posts ?? 0, 'a post', 'posts'),
    ];
    const own = new Set(['person', 'kept_form', 'kept_answer', 'sign_in_flow', 'sign_in_try', 'session', 'access_token', 'identity', 'credential']);
    const mentions = (await mentionsOf(tx, wordsOf(person))).filter((each) => !own.has(each.table) && !STATUTORY.has(each.table));
    return { id, name: person.name, uses, mentions };
  });
}

const wordsOf = (person: { name: string; email: string; phone: string | null }): string[] => [
  person.name,
  person.email,
  ...(person.phone === null ? [] : [person.phone]),
];

/** @throws HeadwaterError `still-in-use`, `still-mentioned`, `disposed-already` */
export async function dispose(tx: Tx, type: Disposable, id: string, reason: string, setting: Setting): Promise<void> {
  const done = await tx.selectFrom('tombstone').select('id').where('recordType', '=', type).where('recordId', '=', id).executeTakeFirst();
  if (done) throw new HeadwaterError('conflict', 'disposed-already', 'That was disposed of already', { advice: 'Go back to the list.' });
  await asService(tx, () => DISPOSALS[type](tx, id, reason, setting));
  await tx
    .insertInto('tombstone')
    .values({ recordType: type, recordId: id, rule: type, reason, disposedAt: setting.at, disposedBy: setting.who.personId })
    .execute();
}

const gone = (): HeadwaterError => new HeadwaterError('not-found', 'no-such-record', 'There is no such record', { advice: 'Go back to the list.' });

const changed = async (query: ReturnType<typeof sql>, tx: Tx): Promise<void> => {
  const { numAffectedRows } = await query.execute(tx);
  if ((numAffectedRows ?? 0n) === 0n) throw gone();
};

const kept = ({ who, at }: Setting) => sql`version = version + 1, updated_at = ${at}, updated_by = ${who.personId}::uuid`;

const DISPOSALS: Readonly<Record<Disposable, (tx: Tx, id: string, reason: string, setting: Setting) => Promise<void>>> = {
  person: disposePerson,
  task: (tx, id) => changed(sql`delete from task where id = ${id}::uuid and done_at is not null`, tx),
  'import-proposal': (tx, id) =>
    changed(sql`delete from import_proposal where id = ${id}::uuid and (confirmed_at is not null or discarded_at is not null)`, tx),
  // Evidence goes on pointing at it, and shows that it is gone.
  document: (tx, id) => changed(sql`update document set name = 'Disposed of', content = '', bytes = 0, created_by = null where id = ${id}::uuid`, tx),
  // Reviewed, and not needed: what it was for and who signed is the decision that stays on record.
  agreement: (tx, id, _reason, setting) =>
    changed(
      sql`update agreement set power_detail = '', crossing = '', compelling_reason = '', quality = '', security = '', rights = '', ${kept(setting)} where id = ${id}::uuid and signed_on is not null`,
      tx,
    ),
  'panel-case': disposeCase,
  meeting: (tx, id, _reason, setting) => changed(sql`update meeting set note = '', ${kept(setting)} where id = ${id}::uuid and state <> 'planned'`, tx),
};

/** Nothing of it stays but the tombstone: a reference leads back to a child. */
async function disposeCase(tx: Tx, id: string): Promise<void> {
  const open = await tx.selectFrom('panelCase').select('closedOn').where('id', '=', id).executeTakeFirst();
  if (open === undefined) throw gone();
  if (open.closedOn === null)
    throw new HeadwaterError('conflict', 'still-in-use', 'The case is still open', { advice: 'Its panel closes it first, with how it ended.' });
  await sql`delete from case_action where decision_id in (select id from case_decision where case_id = ${id}::uuid)`.execute(tx);
  await sql`delete from case_decision where case_id = ${id}::uuid`.execute(tx);
  await sql`delete from task where subject_type = 'panelCase' and subject_id = ${id}::uuid`.execute(tx);
  await sql`delete from panel_case where id = ${id}::uuid`.execute(tx);
}

async function disposePerson(tx: Tx, id: string, reason: string, { at, who }: Setting): Promise<void> {
  if (id === who.personId)
    throw new HeadwaterError('conflict', 'own-record', 'Nobody disposes of their own record', { advice: 'Ask somebody else in information governance.' });
  const person = await tx.selectFrom('person').select(['name', 'email', 'phone', 'version']).where('id', '=', id).forUpdate().executeTakeFirst();
  const preview = await previewPerson(tx, id, civilDay(at));
  if (person === undefined || preview === null) throw gone();
  const words = wordsOf(person);
  if (words.some((word) => reason.toLowerCase().includes(word.toLowerCase())))
    throw badField('reason', 'Say why without the person’s name, address or number: the reason is kept');
  if (preview.uses.length > 0) {
    throw new HeadwaterError('conflict', 'still-in-use', `They still hold ${preview.uses.join(', ')}`, { advice: 'End or hand over each of these first.' });
  }
  if (preview.mentions.length > 0) {
    throw new HeadwaterError(
      'conflict',
      'still-mentioned',
      `Their name, address or number is still written in: ${preview.mentions.map(mentionWords).join(', ')}`,
      {
        advice: 'Change those words first, so that nothing of the person is left behind.',
      },
    );
  }
  for (const table of ['credential', 'identity', 'session', 'invitation', 'access_token', 'kept_form', 'kept_answer', 'picture_look'])
    await sql`delete from ${sql.table(table)} where person_id = ${id}::uuid`.execute(tx);
  await sql`update calendar_feed set revoked_at = coalesce(revoked_at, ${at}) where person_id = ${id}::uuid`.execute(tx);
  // What others typed about them, and is only kept to be given back.
  for (const word of words.map((each) => each.toLowerCase())) {
    await sql`delete from kept_form where position(${word} in lower(body::text)) > 0`.execute(tx);
    await sql`delete from kept_answer where position(${word} in lower(answer::text)) > 0`.execute(tx);
    await sql`delete from sign_in_flow where position(${word} in lower(data::text)) > 0`.execute(tx);
    await sql`delete from sign_in_try where position(${word} in lower(key)) > 0`.execute(tx);
  }
  await tx
    .updateTable('person')
    .set({
      name: 'Removed person',
      email: `${id}@removed.invalid`,
      phone: null,
      post: null,
      status: 'left',
      version: person.version + 1,
      updatedAt: at,
      updatedBy: who.personId,
    })
    .where('id', '=', id)
    .execute();
}

export const mentionWords = ({ table, column, rows }: Mention): string => `${table.replaceAll('_', ' ')}, ${column.replaceAll('_', ' ')} (${rows})`;
