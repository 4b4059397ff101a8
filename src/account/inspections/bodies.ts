/** The organisations that this room turns on: the local policing body, and the force that it holds to account. */
import type { Tx } from '../../register/index.ts';

export interface Bodies {
  /** Null until the partnership names its policing body. */
  readonly policingBody: { readonly id: string; readonly name: string } | null;
  readonly force: { readonly id: string; readonly name: string } | null;
  /** Code of the force in `reference/`; empty where it is not known. */
  readonly forceCode: string;
}

export async function bodiesOf(tx: Tx): Promise<Bodies> {
  const body = await tx
    .selectFrom('partnership as p')
    .innerJoin('organisation as o', 'o.id', 'p.policingBodyId')
    .select(['o.id', 'o.name', 'o.force'])
    .executeTakeFirst();
  if (body === undefined) return { policingBody: null, force: null, forceCode: '' };
  const force =
    body.force === null
      ? undefined
      : await tx
          .selectFrom('organisation')
          .select(['id', 'name'])
          .where('force', '=', body.force)
          .where('id', '!=', body.id)
          .where('outside', '=', false)
          .where('closedOn', 'is', null)
          .orderBy('createdAt')
          .executeTakeFirst();
  return { policingBody: { id: body.id, name: body.name }, force: force ?? null, forceCode: body.force ?? '' };
}

export interface OrganisationChoice {
  readonly id: string;
  readonly name: string;
}

/** Organisations of the partnership that may answer for something. */
export const organisationsHere = (tx: Tx): Promise<OrganisationChoice[]> =>
  tx.selectFrom('organisation').select(['id', 'name']).where('outside', '=', false).where('closedOn', 'is', null).orderBy('name').execute();
