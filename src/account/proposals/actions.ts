/** The import of a report: a text is kept with what it seems to say, a person confirms, and only then is anything on file. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineAction } from '../../access/index.ts';
import { inspectUpload, textOf } from '../../documents/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { badField, InputError, type InputIssue, insertKept, changeKept, type Setting, type Tx } from '../../register/index.ts';
import { itemByCode } from '../../reference/index.ts';
import { type FileContent, requiredFile } from '../documents/index.ts';
import { optionalText, recordId, versionNumber } from '../fields.ts';
import { LONGEST, proposeFromText } from '../import/index.ts';
import { bodiesOf, fileReport, inspectionFields, ownOrganisation } from '../inspections/index.ts';
import { fileItem, itemFields } from '../items/index.ts';
import { itemName } from '../rules/index.ts';
import { type KeptProposal, confirmedItem, confirmedReport, itemForm, reportForm } from './confirm.ts';
import { sameReports } from './matches.ts';

const keptText = z
  .string()
  .max(LONGEST, `The text is too long: at most ${LONGEST / 1_000_000} million characters`)
  .default('');

/** The force as people name it, `Norfolk`, so that a force that is named can be told from others. */
async function forceWord(tx: Tx): Promise<string | undefined> {
  const { forceCode } = await bodiesOf(tx);
  const force = itemByCode('force', forceCode);
  return force?.aliases[0] ?? force?.label;
}

export const proposeImport = defineAction({
  name: 'import.propose',
  title: 'Read in a report',
  allowed: 'inspection.edit',
  input: z.object({ name: optionalText('The name', 200), text: keptText, file: requiredFile('Choose a file').nullable() }),
  async effect(tx, { name, text, file }, setting) {
    if (file === null && text.trim() === '') throw badField('text', 'Paste the text of the report, or choose a file');
    if (file !== null && text.trim() !== '') throw badField('text', 'Paste a text or choose a file, not both');
    const force = await forceWord(tx);
    const { source, ...proposal } = await inField(file === null ? 'text' : 'file', async () => {
      const given = file === null ? text : await textOfFile(file);
      return proposeFromText(given.replaceAll('\0', ''), force === undefined ? {} : { force });
    });
    const label = name !== '' ? name : (file?.name ?? proposal.fields.title?.value ?? 'Pasted text').slice(0, 200);
    const id = await insertKept(
      tx,
      'importProposal',
      {
        organisationId: ownOrganisation(setting.who),
        name: label,
        text: source,
        proposal: JSON.stringify(proposal),
        confirmedAt: null,
        discardedAt: null,
        inspectionId: null,
      },
      setting,
    );
    return { id, items: proposal.items.length };
  },
  audit: (_input, { id, items }) => ({ subject: { type: 'importProposal', id, version: 1 }, details: { items } }),
});

async function textOfFile(file: FileContent): Promise<string> {
  const { kind } = await inspectUpload(file.bytes, file.name);
  return textOf(file.bytes, kind);
}

/** A refusal of the text as an error of its field, so that the form says it there. */
async function inField<T>(field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HeadwaterError && error.kind !== 'fault')
      throw badField(field, [error.message.replace(/\.?$/, '.'), error.advice ?? ''].join(' ').trim());
    throw error;
  }
}

const proposalOf = (tx: Tx, id: string) => tx.selectFrom('importProposal').selectAll().where('id', '=', id).executeTakeFirst();

/** @throws HeadwaterError where it is filed or discarded already */
async function openProposal(tx: Tx, id: string) {
  const row = await tx.selectFrom('importProposal').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  if (row.confirmedAt === null && row.discardedAt === null) return row;
  throw new HeadwaterError('conflict', 'import-over', row.confirmedAt === null ? 'This import was discarded' : 'This import is on file already', {
    advice: 'Nothing more can be done with it. Read the text in again if you need to.',
  });
}

export const confirmImport = defineAction({
  name: 'import.confirm',
  title: 'Put an import on file',
  allowed: 'inspection.edit',
  input: z.object({
    id: recordId,
    version: versionNumber,
    /** `new`, or the id of the report on file that the items are added to. */
    into: z.string().default(''),
    ticks: z.array(z.string()).default([]),
    report: reportForm,
    items: z.array(itemForm).max(400),
  }),
  subject: (tx, { id }) => proposalOf(tx, id),
  async effect(tx, { id, version, into, ticks, report, items }, setting) {
    const row = await openProposal(tx, id);
    // Written by `proposeImport` alone, and never changed.
    const proposal = row.proposal as KeptProposal;
    const target = await targetOf(tx, into, report, row.organisationId);
    const { value, issues, left } = target === null ? confirmedReport(proposal, report, new Set(ticks)) : { value: report, issues: [], left: [] };
    const chosen = items.filter((item) => item.file);
    const parsed = chosen.map((form) => parseItem(proposal, form));
    const wrong: InputIssue[] = [...issues, ...parsed.flatMap((each) => each.issues)];
    const fields = target === null ? inspectionFields.safeParse(value) : null;
    if (fields?.success === false) wrong.push(...fields.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));
    if (target !== null && chosen.length === 0) wrong.push({ path: 'into', message: 'Tick the recommendations to add to the report on file' });
    if (wrong.length > 0) throw new InputError(wrong);
    const filed = target ?? (await fileReport(tx, (fields as NonNullable<typeof fields> & { success: true }).data.values, setting));
    for (const { index, values } of parsed) if (values !== null) await inItem(index, () => fileItem(tx, filed.id, values, setting));
    await keepSource(tx, filed.id, row.name, row.text, setting);
    await changeKept(tx, 'importProposal', id, version, { confirmedAt: setting.at, inspectionId: filed.id }, setting);
    return { id, slug: filed.slug, inspectionId: filed.id, items: chosen.length, left: [...left], notFiled: proposal.items.length - chosen.length };
  },
  audit: (_input, { id, inspectionId, items }) => ({ subject: { type: 'importProposal', id }, details: { inspectionId, items } }),
});

/** The report that items are added to, or null for a new one. A report that seems to be on file is never filed twice unasked. */
async function targetOf(tx: Tx, into: string, report: z.output<typeof reportForm>, organisationId: string): Promise<{ id: string; slug: string } | null> {
  if (into !== '' && into !== 'new') {
    const known = z.uuid().safeParse(into).success
      ? await tx.selectFrom('inspection').select(['id', 'slug', 'organisationId']).where('id', '=', into).executeTakeFirst()
      : undefined;
    if (known === undefined || known.organisationId !== organisationId) throw badField('into', 'Choose a report of the list');
    return { id: known.id, slug: known.slug };
  }
  const same = into === 'new' ? [] : await sameReports(tx, { title: report.title, publishedOn: null, link: report.link.trim() || null });
  if (same.length > 0) throw badField('into', 'A report like this is on file already: say whether this is the same one');
  return null;
}

function parseItem(proposal: KeptProposal, form: z.output<typeof itemForm>) {
  const proposed = proposal.items[form.index];
  const at = (field: string): string => `items.${form.index}.${field}`;
  if (proposed === undefined) return { index: form.index, values: null, issues: [{ path: at('file'), message: 'That was not proposed' }] };
  const name = itemName({ kind: proposed.kind, number: proposed.number });
  const { index: _index, file: _file, ownerRight: _owner, dueRight: _due, ...typed } = form;
  const parsed = itemFields.safeParse({ ...typed, dueNote: proposed.due !== null && proposed.due.date === null ? proposed.due.words : null });
  const issues = [
    ...confirmedItem(proposed, form, name),
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => ({ path: at(issue.path.join('.')), message: `${name}: ${lower(issue.message)}` }))),
  ];
  // One message a field.
  const once = issues.filter((issue, place) => issues.findIndex((other) => other.path === issue.path) === place);
  return { index: form.index, values: parsed.success ? parsed.data : null, issues: once };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What only filing finds wrong of an item, such as a number that is taken, named with the item's place in the form. */
async function inItem(index: number, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(error.issues.map(({ path, message }) => ({ path: `items.${index}.${path}`, message })));
    throw error;
  }
}

/** The text as it was read, for ever: nobody can change or remove it, and its hash says so. */
async function keepSource(tx: Tx, inspectionId: string, name: string, text: string, { at, who }: Setting): Promise<void> {
  await tx
    .insertInto('inspectionSource')
    .values({ inspectionId, name, text, sha256: createHash('sha256').update(text, 'utf8').digest(), createdAt: at, createdBy: who.personId })
    .execute();
}

export const discardImport = defineAction({
  name: 'import.discard',
  title: 'Discard an import',
  allowed: 'inspection.edit',
  input: z.object({ id: recordId, version: versionNumber }),
  subject: (tx, { id }) => proposalOf(tx, id),
  async effect(tx, { id, version }, setting) {
    await openProposal(tx, id);
    // The text goes with it: what was not filed is not kept.
    const changed = await changeKept(tx, 'importProposal', id, version, { discardedAt: setting.at, text: '', proposal: '{}' }, setting);
    return { id, ...changed };
  },
  audit: (_input, { id, version }) => ({ subject: { type: 'importProposal', id, version }, details: { changed: ['discardedAt'] } }),
});
