/** The gate at work: each delivery that is let in or turned away, and each look at exact counts, is on record with the agreement it rests on. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { Acting, Setting, Tx, Who } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction, defineRead } from '../define.ts';
import { type Cover, exactPassage, feedPassage, type Passage, type Sharing } from './gate.ts';
import { type Agreement, loadAgreements } from './load.ts';
import { governors } from './remind.ts';

const code = z.string().min(1).max(60);
const sharing = z.enum(['open', 'agreement']);

const situation = async (tx: Tx, { at }: Setting): Promise<{ agreements: Agreement[]; today: string; names: string[] }> => {
  const today = civilDay(at);
  return asService(tx, async () => ({ agreements: await loadAgreements(tx, today), today, names: (await governors(tx, today)).map((each) => each.name) }));
};

/** What the log is told of a refusal: which feed, which agreement. */
const turnedAway = (passage: Passage, about: string): HeadwaterError =>
  new HeadwaterError('forbidden', 'agreement-not-live', passage.reason, {
    advice: passage.advice,
    detail: passage.stoppedBy === null ? about : `${about}, agreement ${passage.stoppedBy.reference}`,
  });

export const admitDelivery = defineAction({
  name: 'delivery.admit',
  title: 'Let a delivery in',
  allowed: 'service.run',
  input: z.object({ dataset: code, source: code, sharing }),
  async effect(tx, { dataset, source, sharing: how }, setting): Promise<{ agreement: Cover | null }> {
    const { agreements, today, names } = await situation(tx, setting);
    const passage = feedPassage(agreements, { dataset, source }, how, today, names);
    if (!passage.passes) throw turnedAway(passage, `${dataset} from ${source}`);
    return { agreement: passage.agreement };
  },
  audit: ({ dataset, source, sharing: how }, { agreement }) => ({
    subject: { type: 'dataset', id: dataset },
    ...(agreement === null ? {} : { agreementId: agreement.id }),
    details: { dataset, source, sharing: how },
  }),
});

/**
 * Whether a delivery of `dataset` from `source` may come in today. Gives the agreement that it comes in under, null for open data that none names.
 * @throws HeadwaterError `agreement-not-live`, naming the agreement, since when, and who can renew it; that it was refused is on record
 */
export const feedGate = (acting: Acting, who: Who, feed: { readonly dataset: string; readonly source: string; readonly sharing: Sharing }) =>
  acting.act(admitDelivery, feed, who);

export const lookExactly = defineRead({
  name: 'figure.exact',
  title: 'See exact counts',
  allowed: 'figure.exact',
  input: z.object({
    measure: code,
    /** The slice in words of the address: `from=2026-01&force=norfolk`. */
    slice: z.string().max(4000),
    dataset: code,
    sharing,
    sources: z.array(code).max(200),
  }),
  async answer(tx, { dataset, sharing: how, sources, measure }, setting): Promise<{ agreements: Cover[] }> {
    const { agreements, today, names } = await situation(tx, setting);
    const found = new Map<string, Cover>();
    for (const source of sources) {
      const passage = exactPassage(agreements, { dataset, source }, how, setting.who.organisationId, today, names);
      if (!passage.passes) throw turnedAway(passage, `${measure}: ${dataset} from ${source}`);
      if (passage.agreement !== null) found.set(passage.agreement.id, passage.agreement);
    }
    return { agreements: [...found.values()] };
  },
  audit: ({ measure, slice, dataset, sources }, { agreements }) => ({
    subject: { type: 'measure', id: measure },
    ...(agreements[0] === undefined ? {} : { agreementId: agreements[0].id }),
    details: { slice, dataset, sources, agreements: agreements.map((each) => each.reference) },
  }),
});
