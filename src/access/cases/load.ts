/** Cases from the database, and whether the agreement that each rests on lets somebody see it. */
import { sql } from 'kysely';
import { HeadwaterError } from '../../errors.ts';
import type { Setting, Tx, Who } from '../../register/index.ts';
import { type Agreement, loadAgreements } from '../agreements/load.ts';
import { KINDS } from '../agreements/reference.ts';
import { isInForce, stoppedBy } from '../agreements/state.ts';
import { receives, supplies } from '../agreements/types.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { dayWords } from '../days.ts';

export const noSuchCase = (): HeadwaterError =>
  new HeadwaterError('not-found', 'no-such-record', 'There is no such case, or it is not one that your organisation takes part in', {
    advice: 'The list of cases has every one that you may see.',
  });

/** The first wall: cases that an organisation brought, of a panel that it hosts, or in which it has something to do. Row security is the second. */
export async function partyTo(tx: Tx, who: Who): Promise<string[]> {
  if (who.organisationId === null) return [];
  const own = who.organisationId;
  const { rows } = await asService(tx, () =>
    sql<{ id: string }>`
      select c.id from panel_case c join panel p on p.id = c.panel_id where c.organisation_id = ${own}::uuid or p.host_id = ${own}::uuid
      union select d.case_id from case_decision d join case_action a on a.decision_id = d.id where a.organisation_id = ${own}::uuid`.execute(tx),
  );
  return rows.map((row) => row.id);
}

/** @param lock for who changes something of it: nothing is given to do in a case while another closes it */
export async function caseOf(tx: Tx, id: string, lock?: 'lock') {
  const query = tx.selectFrom('panelCase').selectAll().where('id', '=', id);
  const found = await (lock === undefined ? query : query.forUpdate()).executeTakeFirst();
  if (found === undefined) throw noSuchCase();
  // Panels are the partnership's, and a permission for cases reaches one organisation.
  const panel = await asService(tx, () =>
    tx.selectFrom('panel').select(['id', 'name', 'hostId', 'closedOn']).where('id', '=', found.panelId).executeTakeFirstOrThrow(),
  );
  return { ...found, panel };
}

const isPersonal = (agreement: Agreement): boolean => agreement.kinds.some((id) => KINDS.find((kind) => kind.id === id)?.personal ?? true);

export const agreementsOf = (tx: Tx, today: string): Promise<Agreement[]> => asService(tx, () => loadAgreements(tx, today));

/** The agreement that carries now what `id` did: itself, or, once that is not in force, the one that renews it. */
export function carriedBy(agreements: readonly Agreement[], id: string): Agreement | undefined {
  let found = agreements.find((each) => each.id === id);
  // Each renews another one, so this ends.
  for (let left = agreements.length; found !== undefined && !isInForce(found.state) && left > 0; left -= 1) {
    const { id: old } = found;
    const next = agreements.find((each) => each.renewsId === old && each.signedOn !== null);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

/** Agreements in force under which `from` may tell the panel of `host` about a person. */
export function carrying(agreements: readonly Agreement[], from: string, host: string | null): Agreement[] {
  const party = (each: Agreement, id: string | null) => each.parties.find((one) => one.organisationId === id);
  return agreements.filter((each) => {
    const [giver, taker] = [party(each, from), party(each, host)];
    return isInForce(each.state) && isPersonal(each) && giver !== undefined && supplies(giver) && (from === host || (taker !== undefined && receives(taker)));
  });
}

/** Why an agreement does not let an organisation see a case that another one brought; null where it is in force and names them. */
export function stopped(agreement: Agreement | undefined, organisationId: string | null, today: string): string | null {
  if (agreement === undefined) return 'The sharing agreement that it rests on is not there any more';
  if (isInForce(agreement.state))
    return agreement.parties.some((party) => party.organisationId === organisationId)
      ? null
      : `The sharing agreement that it rests on, ${agreement.reference}, does not name your organisation`;
  const why = stoppedBy(agreement, today);
  return `The sharing agreement that it rests on is not live: ${agreement.reference}${why === null ? '' : ` ${why.why}${why.on === null ? '' : ` ${dayWords(why.on)}`}`}`;
}

/** @throws HeadwaterError `agreement-not-live`: no person-level view without a live agreement (requirement R047) */
export async function mayBeSeen(tx: Tx, found: { readonly agreementId: string; readonly organisationId: string }, { who, at }: Setting): Promise<Agreement> {
  const today = civilDay(at);
  const agreement = carriedBy(await agreementsOf(tx, today), found.agreementId);
  const why = stopped(agreement, who.organisationId, today);
  if (agreement === undefined || (why !== null && who.organisationId !== found.organisationId))
    throw new HeadwaterError('forbidden', 'agreement-not-live', why ?? '', {
      advice: 'Whoever brought the case still sees it. Ask information governance to renew the agreement.',
      detail: `agreement ${agreement?.reference ?? found.agreementId}`,
    });
  return agreement;
}
