/** An agreement in words and flags. Pure. */
import {
  type Agreement,
  type AgreementPage,
  type AgreementState,
  basisTitle,
  isInForce,
  kindTitle,
  type Party,
  POWERS,
  specialTitle,
  STATE_WORDS,
} from '../../../access/agreements/index.ts';
import { urls } from '../../urls.ts';
import { day, list, plural, shortDay } from '../../words.ts';

const TAGS: Readonly<Record<AgreementState, string>> = {
  draft: 'govuk-tag--grey',
  'not-started': 'govuk-tag--light-blue',
  live: 'govuk-tag--green',
  'review-overdue': 'govuk-tag--orange',
  suspended: 'govuk-tag--red',
  expired: 'govuk-tag--red',
  ended: 'govuk-tag--grey',
};

export const stateTag = (state: AgreementState) => ({ text: STATE_WORDS[state], tag: TAGS[state] });

const named = (parties: readonly Party[], part: 'supplies' | 'receives'): string[] =>
  parties.filter((party) => party.part === part || party.part === 'both').map((party) => party.name);

export interface AgreementRow {
  readonly href: string;
  readonly reference: string;
  readonly title: string;
  readonly state: ReturnType<typeof stateTag>;
  readonly suppliers: string;
  readonly receivers: string;
  readonly kinds: string;
  readonly feeds: string;
  readonly reviewOn: string;
  readonly endsOn: string;
}

export const rowOf = (agreement: Agreement): AgreementRow => ({
  href: urls.agreement(agreement.id),
  reference: agreement.reference,
  title: agreement.title,
  state: stateTag(agreement.state),
  suppliers: list(named(agreement.parties, 'supplies')) || 'Nobody yet',
  receivers: list(named(agreement.parties, 'receives')) || 'Nobody yet',
  kinds: agreement.kinds.map(kindTitle).join(', ') || 'Not stated',
  feeds: agreement.feeds.length === 0 ? '' : plural(agreement.feeds.length, 'feed'),
  reviewOn: agreement.reviewOn === null ? '' : shortDay(agreement.reviewOn),
  endsOn: agreement.endsOn === null ? '' : shortDay(agreement.endsOn),
});

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly { readonly key: string; readonly text: string; readonly list?: readonly string[] }[];
}

const PARTS = { supplies: 'Supplies', receives: 'Receives', both: 'Supplies and receives' } as const;

/** What it states, section by section as it is written; each has its form while it is a draft. */
export function sectionsOf(agreement: Agreement, titleOf: (dataset: string) => string): Section[] {
  const text = (key: string, value: string | null) => ({ key, text: value === null || value === '' ? '' : value });
  const many = (key: string, values: readonly string[]) => ({ key, text: '', list: values });
  return [
    {
      id: 'about',
      title: 'About the agreement',
      rows: [
        text('Purpose', agreement.purpose),
        text('Starts', agreement.startsOn && day(agreement.startsOn)),
        text('Last day', agreement.endsOn && day(agreement.endsOn)),
        text('To be reviewed by', agreement.reviewOn && day(agreement.reviewOn)),
      ],
    },
    { id: 'parties', title: 'Parties', rows: agreement.parties.map((party) => text(party.name, PARTS[party.part])) },
    {
      id: 'data',
      title: 'Data shared',
      rows: [
        many('Kinds', agreement.kinds.map(kindTitle)),
        many('Items', agreement.items),
        text('How often', agreement.frequency),
        text('How', agreement.format),
      ],
    },
    {
      id: 'law',
      title: 'What it rests on',
      rows: [
        many('Powers', agreement.powers.map(powerWords)),
        text('More about the power', agreement.powerDetail),
        many('Lawful bases', agreement.lawfulBases.map(basisTitle)),
        text('Condition for special category data', agreement.specialBasis && specialTitle(agreement.specialBasis)),
        text('Between law enforcement and UK GDPR', agreement.crossing),
        text('Why children’s data', agreement.compellingReason),
      ],
    },
    {
      id: 'keeping',
      title: 'Keeping and protecting',
      rows: [
        text('Kept for', agreement.retentionMonths === null ? '' : plural(agreement.retentionMonths, 'month')),
        text('Impact assessment', agreement.dpiaReference),
        text('Quality', agreement.quality),
        text('Security', agreement.security),
        text('Rights of the people it is about', agreement.rights),
      ],
    },
    {
      id: 'feeds',
      title: 'Feeds',
      rows: [
        many(
          'Comes in by',
          agreement.feeds.map((feed) => `${titleOf(feed.dataset)} from ${feed.source}`),
        ),
      ],
    },
  ];
}

/** A power says whether its words were confirmed: who signs must know what they rest on. */
function powerWords(id: string): string {
  const power = POWERS.find((each) => each.id === id);
  if (power === undefined) return id;
  return power.confirmed
    ? `${power.title}. ${power.limits.join(' ')}`
    : `${power.title}. ${power.limits.join(' ')} Not confirmed here: check it before relying on it.`;
}

/** What happened to it, and what stops it. */
export function standingOf({ agreement }: AgreementPage): string[] {
  const { signedOn, suspendedOn, suspendedReason, endedOn, endedReason } = agreement;
  return [
    ...(signedOn === null ? [] : [`Signed on ${day(signedOn)}.`]),
    ...(suspendedOn === null ? [] : [`Suspended since ${day(suspendedOn)}: ${suspendedReason ?? ''}`]),
    ...(endedOn === null ? [] : [`Ended on ${day(endedOn)}: ${endedReason ?? ''}`]),
    ...(agreement.state === 'expired' && agreement.endsOn !== null ? [`Expired: its last day was ${day(agreement.endsOn)}.`] : []),
    ...(agreement.state === 'review-overdue' && agreement.reviewOn !== null
      ? [`It was to be reviewed by ${day(agreement.reviewOn)}. Data still flow under it.`]
      : []),
    ...(agreement.feeds.length > 0 && agreement.state !== 'draft' && !isInForce(agreement.state)
      ? ['Its feeds have stopped: no delivery of them is let in.']
      : []),
  ];
}

/** What may be done to it as it stands. */
export function stepsOf({ agreement }: AgreementPage): readonly { readonly page: string; readonly text: string }[] {
  const { state } = agreement;
  if (state === 'draft')
    return [
      { page: 'sign', text: 'Check and record as signed' },
      { page: 'end', text: 'Withdraw the draft' },
    ];
  if (isInForce(state) || state === 'not-started') {
    return [
      ...(isInForce(state) ? [{ page: 'review', text: 'Record a review' }] : []),
      { page: 'renew', text: 'Renew' },
      ...(isInForce(state) ? [{ page: 'suspend', text: 'Suspend' }] : []),
      { page: 'end', text: 'End' },
    ];
  }
  if (state === 'suspended')
    return [
      { page: 'resume', text: 'Resume' },
      { page: 'renew', text: 'Renew' },
      { page: 'end', text: 'End' },
    ];
  return [{ page: 'renew', text: 'Renew' }];
}

export const CSV_COLUMNS = [
  'reference',
  'title',
  'state',
  'purpose',
  'suppliers',
  'receivers',
  'kinds',
  'items',
  'powers',
  'lawful-bases',
  'special-basis',
  'frequency',
  'retention-months',
  'dpia-reference',
  'starts-on',
  'ends-on',
  'review-on',
  'signed-on',
  'feeds',
] as const;

export const csvRow = (each: Agreement): (string | number | null)[] => [
  each.reference,
  each.title,
  STATE_WORDS[each.state],
  each.purpose,
  named(each.parties, 'supplies').join('; '),
  named(each.parties, 'receives').join('; '),
  each.kinds.map(kindTitle).join('; '),
  each.items.join('; '),
  each.powers.map((id) => POWERS.find((power) => power.id === id)?.title ?? id).join('; '),
  each.lawfulBases.map(basisTitle).join('; '),
  each.specialBasis === '' ? '' : specialTitle(each.specialBasis),
  each.frequency,
  each.retentionMonths,
  each.dpiaReference,
  each.startsOn,
  each.endsOn,
  each.reviewOn,
  each.signedOn,
  each.feeds.map((feed) => `${feed.dataset} from ${feed.source}`).join('; '),
];
