import { z } from 'zod';
import { defineRead, within } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import type { KeptProposal } from './confirm.ts';
import { alikeItems, type ItemMatch, type ReportMatch, sameReports } from './matches.ts';

export interface ImportRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly by: string | null;
  readonly characters: number;
}

/** Imports that wait for somebody to confirm or discard them. */
export const listImports = defineRead({
  name: 'import.list',
  title: 'See imports that wait',
  allowed: 'inspection.edit',
  input: z.object({}),
  async answer(tx, _input, setting): Promise<ImportRow[]> {
    const rows = await tx
      .selectFrom('importProposal as i')
      .leftJoin('person as p', 'p.id', 'i.createdBy')
      .select(['i.id', 'i.name', 'i.createdAt', 'p.name as by', 'i.text'])
      .where('i.confirmedAt', 'is', null)
      .where('i.discardedAt', 'is', null)
      .where(within(setting, { organisation: 'i.organisation_id' }))
      .orderBy('i.createdAt', 'desc')
      .execute();
    return rows.map(({ text, ...row }) => ({ ...row, characters: text.length }));
  },
});

export interface ImportView {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly state: 'open' | 'filed' | 'discarded';
  readonly proposal: KeptProposal;
  /** Reports on file that it may be. */
  readonly same: readonly (ReportMatch & { readonly mine: boolean })[];
  /** By item of the proposal. */
  readonly alike: readonly (readonly ItemMatch[])[];
}

export const readImport = defineRead({
  name: 'import.read',
  title: 'Check an import',
  allowed: 'inspection.edit',
  input: z.object({ id: z.string().max(60) }),
  async answer(tx, { id }, setting): Promise<ImportView> {
    const row = z.uuid().safeParse(id).success
      ? await tx
          .selectFrom('importProposal')
          .selectAll()
          .where('id', '=', id)
          .where(within(setting, { organisation: 'organisation_id' }))
          .executeTakeFirst()
      : undefined;
    if (row === undefined || row.discardedAt !== null)
      throw new HeadwaterError('not-found', 'no-such-import', 'There is no such import, or it was discarded', { advice: 'Read the text in again.' });
    // Written by `import.propose` alone, and never changed.
    const proposal = row.proposal as KeptProposal;
    const { title, published, link } = proposal.fields;
    const same =
      title === null && link === null
        ? []
        : await sameReports(tx, { title: title?.value ?? '', publishedOn: published?.value ?? null, link: link?.value ?? null });
    return {
      id: row.id,
      version: row.version,
      name: row.name,
      text: row.text,
      state: row.confirmedAt === null ? 'open' : 'filed',
      proposal,
      same: same.map((each) => ({ ...each, mine: each.organisationId === setting.who.organisationId })),
      alike: await alikeItems(
        tx,
        proposal.items.map((item) => item.text),
      ),
    };
  },
});
