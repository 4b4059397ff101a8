/** What is done to an agreement as a whole: it is signed, reviewed, suspended, resumed, ended, renewed. */
import {
  type Agreement,
  endAgreement,
  renewAgreement,
  resumeAgreement,
  reviewAgreement,
  signAgreement,
  suspendAgreement,
} from '../../../access/agreements/index.ts';
import { text } from '../../forms/body.ts';
import { patterns, urls } from '../../urls.ts';
import { dateValues } from '../dates.ts';
import type { Field } from '../fields.ts';
import type { Done, RecordForms } from '../record-form.ts';

const REASON: Field = { kind: 'lines', name: 'reason', label: 'Why', hint: 'The parties and the log will read it. No names of people', rows: 4 };

const said =
  (done: string) =>
  ({ id }: Done) => ({ href: urls.agreement(id), done });

export function registerAgreementSteps(form: RecordForms<Agreement>): void {
  form({
    pattern: patterns.agreementSign,
    asked: () => ({
      title: 'Record as signed',
      intro: [
        'Record this when every party has signed. It is then live from the day that it starts, its feeds are let in, and it can no longer be changed: to change it, renew it.',
        'What it rests on is checked once more. Section 16 of the 2022 Act alone does not carry patient information, or personal information from a health or social care authority.',
      ],
      fields: [{ kind: 'date', name: 'signedOn', label: 'When did the last party sign?', hint: 'For example, 27 3 2026' }],
      button: 'Record as signed',
    }),
    action: signAgreement,
    dates: { signedOn: 'The day that it was signed' },
    next: said('The agreement is recorded as signed.'),
  });
  form({
    pattern: patterns.agreementReview,
    asked: ({ endsOn }) => ({
      title: 'Record a review',
      intro: ['Record this when the parties have looked at it again: is it still needed, is it still right, is what it says what is done?'],
      fields: [{ kind: 'date', name: 'reviewOn', label: 'When is it to be reviewed next?', hint: 'Before it ends' }],
      button: 'Record the review',
      values: dateValues('reviewOn', endsOn),
    }),
    action: reviewAgreement,
    dates: { reviewOn: 'The next review' },
    next: said('The review is recorded.'),
  });
  form({
    pattern: patterns.agreementSuspend,
    asked: ({ feeds }) => ({
      title: 'Suspend the agreement',
      ...(feeds.length > 0 ? { warning: 'Its feeds stop at once: no delivery of them is let in, and nobody sees exact counts under it.' } : {}),
      fields: [REASON],
      button: 'Suspend',
      buttonKind: 'warning',
    }),
    action: suspendAgreement,
    input: (body, shown) => ({ ...shown, reason: text(body, 'reason') }),
    next: said('The agreement is suspended.'),
  });
  form({
    pattern: patterns.agreementResume,
    asked: ({ suspendedReason }) => ({
      title: 'Resume the agreement',
      intro: [`It was suspended because: ${suspendedReason ?? ''}`],
      fields: [],
      button: 'Resume',
    }),
    action: resumeAgreement,
    next: said('The agreement is live again.'),
  });
  form({
    pattern: patterns.agreementEnd,
    asked: ({ state }) => ({
      ...(state === 'draft'
        ? { title: 'Withdraw the draft', warning: 'A withdrawn draft stays on the register and cannot be changed.', button: 'Withdraw' }
        : { title: 'End the agreement', warning: 'It ends today, its feeds stop at once, and it cannot be taken up again.', button: 'End the agreement' }),
      fields: [REASON],
      buttonKind: 'warning',
    }),
    action: endAgreement,
    input: (body, shown) => ({ ...shown, reason: text(body, 'reason') }),
    next: said('The agreement has ended.'),
  });
  form({
    pattern: patterns.agreementRenew,
    asked: () => ({
      title: 'Renew the agreement',
      intro: [
        'A new draft is made with everything that this one states but its dates. Change what has changed, and record it as signed. This one goes on to its own end.',
      ],
      fields: [{ kind: 'text', name: 'reference', label: 'Reference of the new agreement', width: 20 }],
      button: 'Make the new draft',
    }),
    action: renewAgreement,
    input: (body, shown) => ({ ...shown, reference: text(body, 'reference') }),
    next: said('This is the new draft. Enter its dates, and check that the rest still holds.'),
  });
}
