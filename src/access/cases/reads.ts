/** Cases as a party of them follows them: the list, and one from what brought it to how it ended. Every look is on record. */
import { z } from 'zod';
import type { Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { daysBetween } from '../days.ts';
import { defineRead } from '../define.ts';
import { agreementsOf, carriedBy, carrying, caseOf, mayBeSeen, noSuchCase, partyTo, stopped } from './load.ts';
import { type CaseDecision, type CaseOutcome, type CaseState, caseState } from './rules.ts';

export interface CaseLine {
  readonly id: string;
  /** Null where the agreement that it rests on lets somebody else's case not be seen. */
  readonly reference: string | null;
  readonly panel: string;
  readonly organisation: string;
  readonly referredOn: string;
  readonly state: CaseState;
  readonly decisions: number;
  readonly openActions: number;
  /** Why nothing of it is shown; null where it is. */
  readonly stopped: string | null;
}

const decisionsOf = async (tx: Tx, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : tx
        .selectFrom('caseDecision')
        .select(['id', 'caseId', 'meetingId', 'kind', 'text', 'createdAt'])
        .where('caseId', 'in', [...ids])
        .orderBy('createdAt')
        .execute();

const actionsOf = async (tx: Tx, decisionIds: readonly string[]) =>
  decisionIds.length === 0
    ? []
    : tx
        .selectFrom('caseAction')
        .select(['id', 'version', 'decisionId', 'organisationId', 'text', 'dueOn', 'doneOn', 'result'])
        .where('decisionId', 'in', [...decisionIds])
        .orderBy('dueOn')
        .execute();

/** Names of organisations and panels, which a permission for cases does not reach by itself. */
const namesOf = (tx: Tx) =>
  asService(tx, async () => ({
    organisations: new Map((await tx.selectFrom('organisation').select(['id', 'name']).execute()).map((each) => [each.id, each.name])),
    panels: new Map((await tx.selectFrom('panel').select(['id', 'name']).execute()).map((each) => [each.id, each.name])),
  }));

export const listCases = defineRead({
  name: 'case.list',
  title: 'See cases at panels',
  allowed: 'case.read',
  input: z.object({}),
  async answer(tx, _input, { who, at }): Promise<CaseLine[]> {
    const today = civilDay(at);
    const ids = await partyTo(tx, who);
    if (ids.length === 0) return [];
    const rows = await tx.selectFrom('panelCase').selectAll().where('id', 'in', ids).orderBy('referredOn', 'desc').orderBy('reference').execute();
    const decisions = await decisionsOf(tx, ids);
    const actions = await actionsOf(
      tx,
      decisions.map((each) => each.id),
    );
    const names = await namesOf(tx);
    const agreements = await agreementsOf(tx, today);
    return rows.map((row) => {
      const decided = decisions.filter((each) => each.caseId === row.id);
      const own = new Set(decided.map((each) => each.id));
      const open = actions.filter((each) => own.has(each.decisionId) && each.doneOn === null).map((each) => each.dueOn);
      const why = row.organisationId === who.organisationId ? null : stopped(carriedBy(agreements, row.agreementId), who.organisationId, today);
      return {
        id: row.id,
        reference: why === null ? row.reference : null,
        panel: names.panels.get(row.panelId) ?? '',
        organisation: names.organisations.get(row.organisationId) ?? '',
        referredOn: row.referredOn,
        state: caseState({ referredOn: row.referredOn, closedOn: row.closedOn, decisions: decided.length, open }, today, daysBetween),
        decisions: decided.length,
        openActions: open.length,
        stopped: why,
      };
    });
  },
  audit: (_input, lines) => ({ subject: { type: 'panelCases', id: 'list' }, details: { cases: lines.length } }),
});

export interface CaseTrace {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly panelId: string;
  readonly panel: string;
  readonly hostId: string | null;
  readonly organisationId: string;
  readonly organisation: string;
  readonly agreement: { readonly id: string; readonly reference: string };
  readonly referredOn: string;
  readonly grounds: readonly string[];
  readonly asked: string;
  readonly state: CaseState;
  readonly decisions: readonly {
    readonly id: string;
    readonly meetingId: string;
    readonly onDay: string;
    readonly kind: CaseDecision;
    readonly text: string;
    readonly actions: readonly {
      readonly id: string;
      readonly version: number;
      readonly organisationId: string;
      readonly organisation: string;
      readonly text: string;
      readonly dueOn: string;
      readonly doneOn: string | null;
      readonly result: string;
    }[];
  }[];
  readonly closedOn: string | null;
  readonly outcome: CaseOutcome | null;
  readonly outcomeNote: string;
  /** Meetings of the panel at which it may have been decided: held, and not before it was brought. Newest first. */
  readonly meetings: readonly { readonly id: string; readonly onDay: string }[];
  /** Who may be given something to do: parties of the agreement, and who brought it. */
  readonly parties: readonly { readonly id: string; readonly name: string }[];
}

export const readCase = defineRead({
  name: 'case.read',
  title: 'Follow a case at a panel',
  allowed: 'case.read',
  input: z.object({ id: z.uuid() }),
  async answer(tx, { id }, setting): Promise<CaseTrace> {
    const { who, at } = setting;
    if (!(await partyTo(tx, who)).includes(id)) throw noSuchCase();
    const found = await caseOf(tx, id);
    const agreement = await mayBeSeen(tx, found, setting);
    const today = civilDay(at);
    const names = await namesOf(tx);
    const nameOf = (organisation: string): string => names.organisations.get(organisation) ?? '';
    const decisions = await decisionsOf(tx, [id]);
    const actions = await actionsOf(
      tx,
      decisions.map((each) => each.id),
    );
    const held = await asService(tx, () =>
      tx.selectFrom('meeting').select(['id', 'onDay']).where('panelId', '=', found.panelId).where('state', '=', 'held').orderBy('onDay', 'desc').execute(),
    );
    const open = actions.filter((each) => each.doneOn === null).map((each) => each.dueOn);
    const parties = new Map([
      [found.organisationId, nameOf(found.organisationId)],
      ...agreement.parties.map((each) => [each.organisationId, each.name] as const),
    ]);
    return {
      id,
      version: found.version,
      reference: found.reference,
      panelId: found.panelId,
      panel: found.panel.name,
      hostId: found.panel.hostId,
      organisationId: found.organisationId,
      organisation: nameOf(found.organisationId),
      agreement: { id: agreement.id, reference: agreement.reference },
      referredOn: found.referredOn,
      grounds: found.grounds,
      asked: found.asked,
      state: caseState({ referredOn: found.referredOn, closedOn: found.closedOn, decisions: decisions.length, open }, today, daysBetween),
      decisions: decisions
        .map(({ caseId: _case, createdAt: _at, ...decision }) => ({
          ...decision,
          onDay: held.find((each) => each.id === decision.meetingId)?.onDay ?? '',
          actions: actions
            .filter((each) => each.decisionId === decision.id)
            .map(({ decisionId: _decision, ...action }) => ({ ...action, organisation: nameOf(action.organisationId) })),
        }))
        .sort((a, b) => a.onDay.localeCompare(b.onDay)),
      closedOn: found.closedOn,
      outcome: found.outcome,
      outcomeNote: found.outcomeNote,
      meetings: held.filter((each) => each.onDay >= found.referredOn),
      parties: [...parties].map(([each, name]) => ({ id: each, name })).sort((a, b) => a.name.localeCompare(b.name)),
    };
  },
  audit: (_input, { id, agreement }) => ({ subject: { type: 'panelCase', id }, agreementId: agreement.id }),
});

export interface CaseChoices {
  /** Open panels with a host. */
  readonly panels: readonly { readonly id: string; readonly name: string; readonly routeIn: string }[];
  /** Agreements in force, of which one lets the own organisation tell the host of one of the panels about a person. */
  readonly agreements: readonly { readonly id: string; readonly reference: string; readonly title: string }[];
}

export const caseChoices = defineRead({
  name: 'case.choices',
  title: 'See which panels a case can be brought to',
  allowed: 'case.refer',
  input: z.object({}),
  async answer(tx, _input, { who, at }): Promise<CaseChoices> {
    const today = civilDay(at);
    const own = who.organisationId;
    if (own === null) return { panels: [], agreements: [] };
    const panels = await asService(tx, () =>
      tx
        .selectFrom('panel')
        .select(['id', 'name', 'routeIn', 'hostId'])
        .where('closedOn', 'is', null)
        .where('hostId', 'is not', null)
        .where('core', '=', false)
        .orderBy('name')
        .execute(),
    );
    const all = await agreementsOf(tx, today);
    const reachable = panels.map((panel) => ({ panel, under: carrying(all, own, panel.hostId) })).filter(({ under }) => under.length > 0);
    const agreements = new Map(reachable.flatMap(({ under }) => under.map((each) => [each.id, each] as const)));
    return {
      panels: reachable.map(({ panel: { hostId: _host, ...panel } }) => panel),
      agreements: [...agreements.values()].map(({ id, reference, title }) => ({ id, reference, title })),
    };
  },
});
