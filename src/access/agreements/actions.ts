/**
 * What is done to a sharing agreement. A draft is edited section by section; a signed one is not, for what was signed must stay what it was: it is
 * reviewed, suspended, ended, or renewed as a new draft.
 */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, InputError, insertKept, type Setting, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { changesSchema, type Changes, reasonField, recordField, referenceField, titleField } from './input.ts';
import { type Agreement, loadAgreement } from './load.ts';
import { agreementRefusals } from './refusals.ts';
import { finishTasks } from './remind.ts';
import { isInForce, STATE_WORDS } from './state.ts';

interface Done {
  readonly id: string;
  readonly version: number;
  readonly changed: string[];
}

/** About an agreement: the audit log can be read by agreement. */
const words = (_input: unknown, { id, version, changed }: Done) => ({ subject: { type: 'agreement', id, version }, agreementId: id, details: { changed } });

async function held(tx: Tx, id: string, { at }: Setting): Promise<Agreement> {
  const found = await loadAgreement(tx, id, civilDay(at));
  if (found) return found;
  throw new HeadwaterError('not-found', 'no-such-record', 'There is no such agreement', { advice: 'Go back to the list.' });
}

const notSo = (agreement: Agreement, what: string, advice: string): HeadwaterError =>
  new HeadwaterError('conflict', 'agreement-state', `${agreement.reference} cannot be ${what}: it is ${STATE_WORDS[agreement.state].toLowerCase()}`, {
    advice,
  });

export const draftAgreement = defineAction({
  name: 'agreement.draft',
  title: 'Draft a sharing agreement',
  allowed: 'agreement.edit',
  input: z.object({ reference: referenceField, title: titleField }),
  async effect(tx, input, setting): Promise<Done> {
    await freeReference(tx, input.reference, null);
    const id = await insertKept(tx, 'agreement', { ...input, purpose: '' }, setting);
    return { id, version: 1, changed: Object.keys(input) };
  },
  audit: words,
});

/** The database keeps it unique too; asked first so that the field is named. */
async function freeReference(tx: Tx, reference: string, besides: string | null): Promise<void> {
  const taken = await tx.selectFrom('agreement').select('id').where('reference', '=', reference).executeTakeFirst();
  if (taken !== undefined && taken.id !== besides) throw badField('reference', 'Another agreement has that reference');
}

export const editAgreement = defineAction({
  name: 'agreement.edit',
  title: 'Change a draft agreement',
  allowed: 'agreement.edit',
  input: changesSchema.extend(recordField),
  async effect(tx, { id, version, parties, items, feeds, ...input }, setting): Promise<Done> {
    const agreement = await held(tx, id, setting);
    if (agreement.state !== 'draft') throw notSo(agreement, 'changed', 'Renew it: that makes a new draft from it, which you can change.');
    if (input.reference !== undefined) await freeReference(tx, input.reference, id);
    const { startsOn, endsOn } = { ...agreement, ...dropUndefined(input) };
    if (startsOn !== null && endsOn !== null && endsOn < startsOn) throw badField('endsOn', 'Its last day must not be before it starts');
    const row = await changeKept(tx, 'agreement', id, version, dropUndefined(input), setting);
    const lists = await replaceLists(tx, agreement, { parties, items, feeds });
    const changed = [...row.fields, ...lists];
    // The lists are part of the record: a change of one is a new version, so that a form that showed the old one is stale.
    if (row.fields.length === 0 && lists.length > 0) {
      await tx
        .updateTable('agreement')
        .set({ version: version + 1, updatedAt: setting.at, updatedBy: setting.who.personId })
        .where('id', '=', id)
        .execute();
      return { id, version: version + 1, changed };
    }
    return { id, version: row.version, changed };
  },
  audit: words,
});

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Left out is unchanged, which is not the same as emptied. */
const dropUndefined = <T extends object>(values: T): Partial<Given<T>> =>
  // What is left has no undefined in it.
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Given<T>>;

async function replaceLists(tx: Tx, agreement: Agreement, { parties, items, feeds }: Pick<Changes, 'parties' | 'items' | 'feeds'>): Promise<string[]> {
  const { id } = agreement;
  const changed: string[] = [];
  const differs = (now: readonly string[], then: readonly string[]): boolean => JSON.stringify(now) !== JSON.stringify(then);
  if (parties !== undefined) {
    const text = (all: readonly { organisationId: string; part: string }[]) => all.map((each) => `${each.organisationId} ${each.part}`).sort();
    if (differs(text(parties), text(agreement.parties))) {
      await tx.deleteFrom('agreementParty').where('agreementId', '=', id).execute();
      if (parties.length > 0)
        await tx
          .insertInto('agreementParty')
          .values(parties.map((each) => ({ ...each, agreementId: id })))
          .execute();
      changed.push('parties');
    }
  }
  if (items !== undefined && differs(items, agreement.items)) {
    await tx.deleteFrom('agreementItem').where('agreementId', '=', id).execute();
    if (items.length > 0)
      await tx
        .insertInto('agreementItem')
        .values(items.map((item, position) => ({ agreementId: id, position, item })))
        .execute();
    changed.push('items');
  }
  if (feeds !== undefined) {
    const unique = [...new Map(feeds.map((each) => [`${each.dataset} ${each.source}`, each])).values()];
    const text = (all: readonly { dataset: string; source: string }[]) => all.map((each) => `${each.dataset} ${each.source}`).sort();
    if (differs(text(unique), text(agreement.feeds))) {
      await tx.deleteFrom('agreementFeed').where('agreementId', '=', id).execute();
      if (unique.length > 0)
        await tx
          .insertInto('agreementFeed')
          .values(unique.map((each) => ({ ...each, agreementId: id })))
          .execute();
      changed.push('feeds');
    }
  }
  return changed;
}

export const signAgreement = defineAction({
  name: 'agreement.sign',
  title: 'Record an agreement as signed',
  allowed: 'agreement.edit',
  input: z.object({ ...recordField, signedOn: z.iso.date('The day that it was signed must be a real date') }),
  async effect(tx, { id, version, signedOn }, setting): Promise<Done> {
    const agreement = await held(tx, id, setting);
    if (agreement.state !== 'draft') throw notSo(agreement, 'signed', 'Look at it again: somebody may have signed it meanwhile.');
    if (signedOn > civilDay(setting.at)) throw badField('signedOn', 'The day that it was signed must be today or in the past');
    const refusals = agreementRefusals(agreement, agreement.parties);
    if (refusals.length > 0) throw new InputError(refusals.map((refusal) => ({ path: '', message: refusal.words })));
    const { version: now, fields } = await changeKept(tx, 'agreement', id, version, { signedOn }, setting);
    // The one that this renews needs no more looking after: it runs out by itself.
    if (agreement.renewsId !== null) await finishTasks(tx, agreement.renewsId, ['agreement-review', 'agreement-end'], setting.at);
    return { id, version: now, changed: fields };
  },
  audit: words,
});

export const reviewAgreement = defineAction({
  name: 'agreement.review',
  title: 'Record that an agreement was reviewed',
  allowed: 'agreement.edit',
  input: z.object({ ...recordField, reviewOn: z.iso.date('The next review must be on a real date') }),
  async effect(tx, { id, version, reviewOn }, setting): Promise<Done> {
    const agreement = await held(tx, id, setting);
    if (!isInForce(agreement.state) && agreement.state !== 'suspended') throw notSo(agreement, 'reviewed', 'Only an agreement that is in force is reviewed.');
    if (reviewOn <= civilDay(setting.at)) throw badField('reviewOn', 'The next review must be in the future');
    if (agreement.endsOn !== null && reviewOn > agreement.endsOn) throw badField('reviewOn', 'The next review must be before the agreement ends');
    const { version: now, fields } = await changeKept(tx, 'agreement', id, version, { reviewOn }, setting);
    await finishTasks(tx, id, ['agreement-review'], setting.at);
    return { id, version: now, changed: fields };
  },
  audit: words,
});

export const suspendAgreement = defineAction({
  name: 'agreement.suspend',
  title: 'Suspend an agreement',
  allowed: 'agreement.edit',
  input: z.object({ ...recordField, reason: reasonField }),
  async effect(tx, { id, version, reason }, setting): Promise<Done> {
    const agreement = await held(tx, id, setting);
    if (!isInForce(agreement.state)) throw notSo(agreement, 'suspended', 'Only an agreement that is in force can be suspended.');
    const { version: now, fields } = await changeKept(tx, 'agreement', id, version, { suspendedOn: civilDay(setting.at), suspendedReason: reason }, setting);
    return { id, version: now, changed: fields };
  },
  audit: words,
});

export const resumeAgreement = defineAction({
  name: 'agreement.resume',
  title: 'Resume a suspended agreement',
  allowed: 'agreement.edit',
  input: z.object(recordField),
  async effect(tx, { id, version }, setting): Promise<Done> {
    const agreement = await held(tx, id, setting);
    if (agreement.state !== 'suspended') throw notSo(agreement, 'resumed', 'Only a suspended agreement can be resumed.');
    const { version: now, fields } = await changeKept(tx, 'agreement', id, version, { suspendedOn: null, suspendedReason: null }, setting);
    return { id, version: now, changed: fields };
  },
  audit: words,
});

export const endAgreement = defineAction({
  name: 'agreement.end',
  title: 'End an agreement',
  allowed: 'agreement.edit',
  input: z.object({ ...recordField, reason: reasonField }),
  async effect(tx, { id, version, reason }, setting): Promise<Done> {
    const agreement = await held(tx, id, setting);
    if (agreement.state === 'ended' || agreement.state === 'expired') throw notSo(agreement, 'ended', 'It is over already.');
    const { version: now, fields } = await changeKept(tx, 'agreement', id, version, { endedOn: civilDay(setting.at), endedReason: reason }, setting);
    await finishTasks(tx, id, ['agreement-review', 'agreement-end'], setting.at);
    return { id, version: now, changed: fields };
  },
  audit: words,
});

export const renewAgreement = defineAction({
  name: 'agreement.renew',
  title: 'Renew an agreement as a new draft',
  allowed: 'agreement.edit',
  input: z.object({ id: z.uuid(), reference: referenceField }),
  async effect(tx, { id, reference }, setting): Promise<Done> {
    const old = await held(tx, id, setting);
    if (old.state === 'draft') throw notSo(old, 'renewed', 'Change the draft itself.');
    await freeReference(tx, reference, null);
    const {
      id: _i,
      version: _v,
      state: _s,
      parties,
      items,
      feeds,
      signedOn: _1,
      suspendedOn: _2,
      suspendedReason: _3,
      endedOn: _4,
      endedReason: _5,
      ...same
    } = old;
    // Dates are what must be thought about again.
    const values = {
      ...same,
      powers: [...same.powers],
      lawfulBases: [...same.lawfulBases],
      kinds: [...same.kinds],
      reference,
      startsOn: null,
      endsOn: null,
      reviewOn: null,
      renewsId: id,
    };
    const fresh = await insertKept(tx, 'agreement', values, setting);
    await replaceLists(
      tx,
      { ...old, id: fresh, parties: [], items: [], feeds: [] },
      {
        parties: parties.map(({ organisationId, part }) => ({ organisationId, part })),
        items: [...items],
        feeds: [...feeds],
      },
    );
    return { id: fresh, version: 1, changed: ['renewsId'] };
  },
  audit: words,
});
