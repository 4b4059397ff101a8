/** What is asked of the register of agreements. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { Tx, Who } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import { shareable } from '../sharing/index.ts';
import type { Sharing } from './gate.ts';
import { feedPassage } from './gate.ts';
import { type Agreement, loadAgreement, loadAgreements } from './load.ts';
import { agreementRefusals, type Refusal } from './refusals.ts';
import { governors } from './remind.ts';

export const listAgreements = defineRead({
  name: 'agreement.list',
  title: 'See sharing agreements',
  allowed: 'agreement.read',
  input: z.object({}),
  answer: (tx, _input, { at, who }): Promise<Agreement[]> => sharedAgreements(tx, civilDay(at), who),
});

/** An agreement is the partnership's: nobody sees more of it than the others. */
const sharedOf = (agreement: Agreement, who: Who): Agreement => shareable('agreement', agreement, who.organisationId, null);

const sharedAgreements = async (tx: Tx, today: string, who: Who): Promise<Agreement[]> => (await loadAgreements(tx, today)).map((each) => sharedOf(each, who));

export interface AgreementPage {
  readonly agreement: Agreement;
  /** Why it could not be signed as it is; only of a draft. */
  readonly refusals: readonly Refusal[];
  readonly renews: { readonly id: string; readonly reference: string } | null;
  readonly renewedBy: readonly { readonly id: string; readonly reference: string }[];
}

export const readAgreement = defineRead({
  name: 'agreement.read',
  title: 'See a sharing agreement',
  allowed: 'agreement.read',
  input: z.object({ id: z.uuid() }),
  async answer(tx, { id }, { at, who }): Promise<AgreementPage> {
    const agreement = await loadAgreement(tx, id, civilDay(at));
    if (!agreement)
      throw new HeadwaterError('not-found', 'no-such-record', 'There is no such agreement', { advice: 'The list has all of them, ended ones too.' });
    const renews =
      agreement.renewsId === null
        ? undefined
        : await tx.selectFrom('agreement').select(['id', 'reference']).where('id', '=', agreement.renewsId).executeTakeFirst();
    const renewedBy = await tx.selectFrom('agreement').select(['id', 'reference']).where('renewsId', '=', id).orderBy('createdAt').execute();
    return {
      agreement: sharedOf(agreement, who),
      refusals: agreement.state === 'draft' ? agreementRefusals(agreement, agreement.parties) : [],
      renews: renews ?? null,
      renewedBy,
    };
  },
});

/** A file that leaves the service is on record. */
export const exportAgreements = defineRead({
  name: 'agreement.export',
  title: 'Download the register of sharing agreements',
  allowed: 'agreement.read',
  input: z.object({}),
  answer: (tx, _input, { at, who }): Promise<Agreement[]> => sharedAgreements(tx, civilDay(at), who),
  audit: (_input, all) => ({ details: { rows: all.length } }),
});

/** Organisations that can be parties: those of the partnership that are open. */
export const partyOptions = defineRead({
  name: 'agreement.parties',
  title: 'See who can be party to an agreement',
  allowed: 'agreement.edit',
  input: z.object({}),
  answer: (tx, _input, { at }): Promise<{ id: string; name: string }[]> =>
    tx
      .selectFrom('organisation')
      .select(['id', 'name'])
      .where('outside', '=', false)
      .where((eb) => eb.or([eb('closedOn', 'is', null), eb('closedOn', '>', civilDay(at))]))
      .orderBy('name')
      .execute(),
});

export interface CoverRow {
  readonly dataset: string;
  readonly source: string;
  readonly agreement: { readonly id: string; readonly reference: string; readonly title: string } | null;
  /** Why nothing may come in; null where it may. */
  readonly stopped: string | null;
}

/** Which agreement covers each feed of a dataset: those that agreements name, and the sources given. */
export const coverOfDataset = defineRead({
  name: 'agreement.cover',
  title: 'See which agreement covers a dataset',
  allowed: 'agreement.read',
  input: z.object({ dataset: z.string().max(60), sharing: z.enum(['open', 'agreement']), sources: z.array(z.string().max(60)).max(200) }),
  async answer(tx, { dataset, sharing, sources }, { at }): Promise<CoverRow[]> {
    const today = civilDay(at);
    const agreements = await loadAgreements(tx, today);
    const names = (await governors(tx, today)).map((each) => each.name);
    const named = agreements.flatMap((each) =>
      each.signedOn === null ? [] : each.feeds.filter((feed) => feed.dataset === dataset).map((feed) => feed.source),
    );
    const how: Sharing = sharing;
    return [...new Set([...sources, ...named])].sort().map((source) => {
      const passage = feedPassage(agreements, { dataset, source }, how, today, names);
      const cover = agreements.find((each) => each.id === passage.agreement?.id);
      return {
        dataset,
        source,
        agreement: cover === undefined ? null : { id: cover.id, reference: cover.reference, title: cover.title },
        stopped: passage.passes ? null : `${passage.reason}. ${passage.advice}`,
      };
    });
  },
});
