/** Bringing a case to a panel, deciding, doing, and saying how it ended (requirement R009). */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Subject, type Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { finishTask, openTask } from '../tasks.ts';
import { agreementsOf, carrying, caseOf, mayBeSeen } from './load.ts';
import { caseReference, decisionIds, groundIds, outcomeIds } from './rules.ts';

const words = (most: number, empty: string) =>
  z
    .string()
    .trim()
    .min(1, empty)
    .max(most, `Use ${most.toLocaleString('en-GB')} characters or fewer`);

interface Done {
  readonly id: string;
  readonly version: number;
  readonly caseId: string;
  readonly agreementId: string;
  readonly changed: readonly string[];
}

const about =
  (type: string) =>
  (_input: unknown, { id, version, caseId, agreementId, changed }: Done) => ({ subject: { type, id, version }, agreementId, details: { caseId, changed } });

const decideKey = (id: string): string => `panel-case:${id}`;
const actionKey = (id: string): string => `case-action:${id}`;
const pageOf = (id: string): string => `/partnership/cases/${id}`;

/** The host of the panel decides on its cases. */
async function hostOf(tx: Tx, caseId: string): Promise<Subject | undefined> {
  const found = await tx.selectFrom('panelCase').select('panelId').where('id', '=', caseId).executeTakeFirst();
  if (found === undefined) return undefined;
  const panel = await asService(tx, () => tx.selectFrom('panel').select('hostId').where('id', '=', found.panelId).executeTakeFirst());
  return { organisationId: panel?.hostId ?? null };
}

const closed = (): HeadwaterError =>
  new HeadwaterError('conflict', 'case-closed', 'The case is closed', { advice: 'Bring it to the panel again if there is more to decide.' });

export const referCase = defineAction({
  name: 'case.refer',
  title: 'Bring a case to a panel',
  allowed: 'case.refer',
  input: z.object({
    panelId: z.uuid('Choose the panel'),
    reference: caseReference,
    agreementId: z.uuid('Choose the sharing agreement that it rests on'),
    grounds: z.array(z.enum(groundIds)).min(1, 'Choose why it is brought').max(groundIds.length),
    asked: words(500, 'Say what the panel is asked'),
    referredOn: z.iso.date('The day that it was brought must be a real date'),
  }),
  async effect(tx, input, setting): Promise<Done> {
    const { who, at } = setting;
    const today = civilDay(at);
    if (who.organisationId === null)
      throw new HeadwaterError('conflict', 'no-organisation', 'You act for no organisation', { advice: 'Choose one of your organisations first.' });
    if (input.referredOn > today) throw badField('referredOn', 'The day that it was brought must be today or in the past');
    const panel = await asService(tx, () => tx.selectFrom('panel').select(['name', 'hostId', 'closedOn']).where('id', '=', input.panelId).executeTakeFirst());
    if (panel === undefined || panel.hostId === null || panel.closedOn !== null) throw badField('panelId', 'Choose a panel that is open and has a host');
    const live = carrying(await agreementsOf(tx, today), who.organisationId, panel.hostId);
    if (!live.some((each) => each.id === input.agreementId))
      throw badField('agreementId', 'Choose a live agreement under which your organisation may tell the host of this panel about a person');
    const again = await tx
      .selectFrom('panelCase')
      .select('id')
      .where('panelId', '=', input.panelId)
      .where('organisationId', '=', who.organisationId)
      .where('reference', '=', input.reference)
      .executeTakeFirst();
    if (again !== undefined) throw badField('reference', 'You have brought this case to the panel already');
    const row = { ...input, grounds: [...new Set(input.grounds)], organisationId: who.organisationId, closedOn: null, outcome: null };
    const id = await insertKept(tx, 'panelCase', row, setting);
    await openTask(
      tx,
      {
        kind: 'panel-case',
        key: decideKey(id),
        title: `Decide on a case from ${who.organisationName ?? 'a partner'}: ${panel.name}`,
        href: pageOf(id),
        subjectType: 'panelCase',
        subjectId: id,
        organisationId: panel.hostId,
      },
      at,
    );
    return { id, version: 1, caseId: id, agreementId: input.agreementId, changed: Object.keys(input) };
  },
  audit: about('panelCase'),
});

export const decideCase = defineAction({
  name: 'case.decide',
  title: 'Record what a panel decided on a case',
  allowed: 'case.decide',
  input: z.object({
    caseId: z.uuid(),
    meetingId: z.uuid('Choose the meeting'),
    kind: z.enum(decisionIds, 'Choose what was decided'),
    text: words(1000, 'Enter what was decided'),
  }),
  subject: (tx, { caseId }) => hostOf(tx, caseId),
  async effect(tx, input, setting): Promise<Done> {
    const found = await caseOf(tx, input.caseId, 'lock');
    await mayBeSeen(tx, found, setting);
    if (found.closedOn !== null) throw closed();
    const meeting = await asService(tx, () =>
      tx.selectFrom('meeting').select(['panelId', 'state', 'onDay']).where('id', '=', input.meetingId).executeTakeFirst(),
    );
    if (meeting === undefined || meeting.panelId !== found.panelId || meeting.state !== 'held')
      throw badField('meetingId', 'Choose a meeting of this panel that was held');
    if (meeting.onDay < found.referredOn) throw badField('meetingId', 'That meeting was before the case was brought');
    const id = await insertKept(tx, 'caseDecision', input, setting);
    await finishTask(tx, decideKey(found.id), setting.at);
    return { id, version: 1, caseId: found.id, agreementId: found.agreementId, changed: ['kind', 'text'] };
  },
  audit: about('caseDecision'),
});

export const giveCaseAction = defineAction({
  name: 'case.give',
  title: 'Give an organisation something to do in a case',
  allowed: 'case.decide',
  input: z.object({
    caseId: z.uuid(),
    decisionId: z.uuid('Choose the decision that it follows from'),
    organisationId: z.uuid('Choose who does it'),
    text: words(500, 'Enter what is to be done'),
    dueOn: z.iso.date('The day that it is due must be a real date'),
  }),
  subject: (tx, { caseId }) => hostOf(tx, caseId),
  async effect(tx, { caseId, ...input }, setting): Promise<Done> {
    const found = await caseOf(tx, caseId, 'lock');
    const agreement = await mayBeSeen(tx, found, setting);
    if (found.closedOn !== null) throw closed();
    const decision = await tx.selectFrom('caseDecision').select(['caseId', 'meetingId']).where('id', '=', input.decisionId).executeTakeFirst();
    if (decision === undefined || decision.caseId !== caseId) throw badField('decisionId', 'Choose a decision of this case');
    if (input.organisationId !== found.organisationId && !agreement.parties.some((party) => party.organisationId === input.organisationId))
      throw badField('organisationId', `Choose a party of ${agreement.reference}: the agreement lets nobody else know of the case`);
    const open = await asService(tx, () => tx.selectFrom('organisation').select('closedOn').where('id', '=', input.organisationId).executeTakeFirst());
    if (open === undefined || open.closedOn !== null) throw badField('organisationId', 'Choose an organisation that is open');
    const meeting = await asService(tx, () => tx.selectFrom('meeting').select('onDay').where('id', '=', decision.meetingId).executeTakeFirstOrThrow());
    if (input.dueOn < meeting.onDay) throw badField('dueOn', 'It must be due on the day of the meeting or later');
    const id = await insertKept(tx, 'caseAction', { ...input, doneOn: null }, setting);
    await openTask(
      tx,
      {
        kind: 'case-action',
        key: actionKey(id),
        title: `Do what was asked in a case: ${found.panel.name}`,
        href: pageOf(caseId),
        subjectType: 'panelCase',
        subjectId: caseId,
        organisationId: input.organisationId,
        dueOn: input.dueOn,
      },
      setting.at,
    );
    return { id, version: 1, caseId, agreementId: found.agreementId, changed: Object.keys(input) };
  },
  audit: about('caseAction'),
});

export const completeCaseAction = defineAction({
  name: 'case.complete',
  title: 'Say what came of something done in a case',
  allowed: 'case.read',
  input: z.object({
    id: z.uuid(),
    version: z.number().int(),
    doneOn: z.iso.date('The day that it was done must be a real date'),
    result: words(500, 'Say what came of it'),
  }),
  subject: (tx, { id }) => tx.selectFrom('caseAction').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async effect(tx, { id, version, doneOn, result }, setting): Promise<Done> {
    const action = await tx.selectFrom('caseAction').select(['decisionId', 'doneOn']).where('id', '=', id).executeTakeFirstOrThrow();
    const { caseId } = await tx.selectFrom('caseDecision').select('caseId').where('id', '=', action.decisionId).executeTakeFirstOrThrow();
    const found = await caseOf(tx, caseId, 'lock');
    await mayBeSeen(tx, found, setting);
    if (action.doneOn !== null) throw new HeadwaterError('conflict', 'action-done', 'That is done already', { advice: 'Look at the case.' });
    if (doneOn > civilDay(setting.at)) throw badField('doneOn', 'The day that it was done must be today or in the past');
    const { version: now, fields } = await changeKept(tx, 'caseAction', id, version, { doneOn, result }, setting);
    await finishTask(tx, actionKey(id), setting.at);
    return { id, version: now, caseId, agreementId: found.agreementId, changed: fields };
  },
  audit: about('caseAction'),
});

export const closeCase = defineAction({
  name: 'case.close',
  title: 'Close a case, with how it ended',
  allowed: 'case.decide',
  input: z.object({
    id: z.uuid(),
    version: z.number().int(),
    outcome: z.enum(outcomeIds, 'Choose how it ended'),
    outcomeNote: z.string().trim().max(500, 'Use 500 characters or fewer'),
  }),
  subject: (tx, { id }) => hostOf(tx, id),
  async effect(tx, { id, version, ...input }, setting): Promise<Done> {
    const found = await caseOf(tx, id, 'lock');
    await mayBeSeen(tx, found, setting);
    if (found.closedOn !== null) throw closed();
    const decisions = await tx.selectFrom('caseDecision').select('id').where('caseId', '=', id).execute();
    if (decisions.length === 0)
      throw new HeadwaterError('conflict', 'nothing-decided', 'Nothing has been decided on this case yet', {
        advice: 'Record what the panel decided first, even that nothing more is done.',
      });
    const open = await tx
      .selectFrom('caseAction')
      .select('id')
      .where(
        'decisionId',
        'in',
        decisions.map((each) => each.id),
      )
      .where('doneOn', 'is', null)
      .executeTakeFirst();
    if (open !== undefined)
      throw new HeadwaterError('conflict', 'actions-open', 'Something is still to be done in this case', {
        advice: 'A case is closed when everything in it is done, or it is said that it was not.',
      });
    const { version: now, fields } = await changeKept(tx, 'panelCase', id, version, { ...input, closedOn: civilDay(setting.at) }, setting);
    return { id, version: now, caseId: id, agreementId: found.agreementId, changed: fields };
  },
  audit: about('panelCase'),
});
