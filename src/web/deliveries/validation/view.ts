/** Queries, sign-off and checks of a delivery in words. Pure. */
import type { DeliveryQuery, QueryState, SignOff, Standing } from '../../../access/validation/index.ts';
import type { Check, DeliveryChecks } from '../../../warehouse/index.ts';
import { urls } from '../../urls.ts';
import { count, plural, shortDay } from '../../words.ts';

const STATES: Readonly<Record<QueryState, { readonly text: string; readonly tag: string }>> = {
  open: { text: 'Waiting for an answer', tag: 'govuk-tag--yellow' },
  overdue: { text: 'Overdue', tag: 'govuk-tag--red' },
  answered: { text: 'Answered', tag: 'govuk-tag--blue' },
  closed: { text: 'Closed', tag: 'govuk-tag--grey' },
};

const ANSWERS = { explanation: 'The data are right', 'corrected-file': 'A corrected file is coming' } as const;

/** `answers` and `closes` say what whoever looks may do. */
export const queryView = (query: DeliveryQuery, answers: boolean, closes: boolean) => ({
  ...query,
  tag: STATES[query.state],
  due: shortDay(query.dueOn),
  raised: shortDay(query.raisedOn),
  answered: query.answeredOn === null ? null : shortDay(query.answeredOn),
  closed: query.closedOn === null ? null : shortDay(query.closedOn),
  answerTitle: query.answerKind === null ? null : ANSWERS[query.answerKind],
  answerHref: answers && query.closedOn === null ? urls.deliveryQueryPage(query.id, 'answer') : null,
  closeHref: closes && query.closedOn === null ? urls.deliveryQueryPage(query.id, 'close') : null,
});

export const signOffView = (signOff: SignOff) => ({
  ...signOff,
  words: `Validated by ${signOff.organisation}${signOff.person === null ? '' : ` (${signOff.person})`} on ${shortDay(signOff.signedOn)}`,
  withdrawn: signOff.withdrawnOn === null ? null : `Taken back on ${shortDay(signOff.withdrawnOn)}: ${signOff.withdrawnReason ?? ''}`,
});

const CHECK_STATES: Readonly<Record<Check['state'], { readonly text: string; readonly tag: string }>> = {
  found: { text: 'To be asked', tag: 'govuk-tag--yellow' },
  clear: { text: 'Nothing found', tag: 'govuk-tag--green' },
  'not-tested': { text: 'Not tested', tag: 'govuk-tag--grey' },
};

/** `asks`: the delivery’s id, where who looks may raise a query about it. */
export const checksView = ({ snapshot, checks }: DeliveryChecks, asks: string | null) => ({
  snapshot,
  rows: checks.map((check) => ({
    ...check,
    tag: CHECK_STATES[check.state],
    findings: check.findings.map((finding) => ({ ...finding, askHref: asks === null ? null : urls.deliveryQueryNew(asks, finding.code) })),
  })),
});

/** What whoever uses figures of a dataset should know of its validation; null where there is nothing held. */
export function standingWords(live: number, standing: readonly Standing[]): string | null {
  if (live === 0) return null;
  const signed = standing.filter((each) => each.signed).length;
  const open = standing.reduce((sum, each) => sum + each.openQueries, 0);
  const said =
    signed === 0
      ? `Not signed off by its supplier yet${live === 1 ? '' : ` (${plural(live, 'delivery', 'deliveries')} in use)`}`
      : signed === live
        ? 'Signed off by its supplier'
        : `${count(signed)} of ${plural(live, 'delivery', 'deliveries')} in use signed off by the supplier; the others not yet`;
  return `${said}. Queries open: ${count(open)}.`;
}
