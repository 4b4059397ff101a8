/** Agreements with their parties, items and feeds, from the database. */
import type { Selectable } from 'kysely';
import type { AgreementTable, Tx } from '../../register/index.ts';
import { agreementState, type AgreementState } from './state.ts';
import type { Party, Terms } from './types.ts';

export interface Feed {
  readonly dataset: string;
  /** Code of the source, such as a force: `norfolk`. */
  readonly source: string;
}

export interface Agreement extends Terms {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly title: string;
  readonly state: AgreementState;
  readonly format: string;
  readonly quality: string;
  readonly security: string;
  readonly rights: string;
  readonly signedOn: string | null;
  readonly suspendedOn: string | null;
  readonly suspendedReason: string | null;
  readonly endedOn: string | null;
  readonly endedReason: string | null;
  readonly renewsId: string | null;
  readonly parties: readonly Party[];
  readonly feeds: readonly Feed[];
}

/** Every agreement, or those of `ids`, by reference. */
export async function loadAgreements(tx: Tx, today: string, ids?: readonly string[]): Promise<Agreement[]> {
  if (ids?.length === 0) return [];
  let query = tx.selectFrom('agreement').selectAll().orderBy('reference');
  if (ids !== undefined) query = query.where('id', 'in', [...ids]);
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const found = rows.map((row) => row.id);
  const parties = await tx
    .selectFrom('agreementParty as p')
    .innerJoin('organisation as o', 'o.id', 'p.organisationId')
    .select(['p.agreementId', 'p.organisationId', 'p.part', 'o.name', 'o.type'])
    .where('p.agreementId', 'in', found)
    .orderBy('o.name')
    .execute();
  const items = await tx.selectFrom('agreementItem').selectAll().where('agreementId', 'in', found).orderBy('position').execute();
  const feeds = await tx.selectFrom('agreementFeed').selectAll().where('agreementId', 'in', found).orderBy('dataset').orderBy('source').execute();
  return rows.map((row) => ({
    ...plain(row),
    state: agreementState(row, today),
    parties: parties.filter((each) => each.agreementId === row.id).map(({ agreementId: _id, ...party }) => party),
    items: items.filter((each) => each.agreementId === row.id).map((each) => each.item),
    feeds: feeds.filter((each) => each.agreementId === row.id).map(({ dataset, source }) => ({ dataset, source })),
  }));
}

export async function loadAgreement(tx: Tx, id: string, today: string): Promise<Agreement | undefined> {
  return (await loadAgreements(tx, today, [id]))[0];
}

function plain({ createdAt: _c, createdBy: _cb, updatedAt: _u, updatedBy: _ub, ...row }: Selectable<AgreementTable>) {
  return row;
}
