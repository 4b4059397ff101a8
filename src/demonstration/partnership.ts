/** Seats, points of contact and terms of reference of Varrowshire, with the gaps that a partnership-health page is for. */
import { plusDays, type Role } from '../access/index.ts';
import type { Doing } from './doing.ts';
import type { OrganisationKey, PersonKey } from './people.ts';
import type { Step } from './schedule.ts';

const SEATS: readonly (readonly [seat: string, organisation: OrganisationKey, person: PersonKey | null])[] = [
  ['youth-offending-team', 'youth-justice', 'youth-justice'],
  ['police', 'police', 'violence'],
  ['policing-body', 'body', 'body-officer'],
  ['local-authority', 'county', 'social-care'],
  ['health', 'health', 'health'],
  ['probation', 'probation', 'probation'],
  ['education', 'schools', 'education'],
  ['voluntary', 'charity', 'provider'],
  // Nobody holds it: the page says so.
  ['community-safety', 'marlingate', null],
];

/** Days from today on which each contact ends; null for no end. One ends soon and one ended yesterday. */
const CONTACTS: readonly (readonly [organisation: OrganisationKey, person: PersonKey, deputy: PersonKey | null, endsIn: number | null])[] = [
  ['police', 'neighbourhoods', 'violence', null],
  ['body', 'body-officer', 'body-second', null],
  ['county', 'social-care', null, null],
  ['youth-justice', 'youth-justice', null, 21],
  ['probation', 'probation', null, null],
  ['health', 'health', null, -1],
  ['schools', 'education', null, null],
  ['charity', 'provider', null, null],
  ['harrowmere', 'harrowmere', null, null],
  ['hub', 'lead', 'administrator', null],
];

const TERMS = {
  title: 'Terms of reference',
  purpose: 'We work together so that fewer children and young people in Varrowshire are harmed by violence.',
  objectives: [
    'Know what is happening: one shared picture of violence that affects children and young people, with what it does not say.',
    'Act early: refer, divert and protect, for those accused as well as those harmed.',
    'Spend on what answers a need, and find out whether it worked.',
    'Learn in the open, from what failed too.',
  ].join('\n'),
  text: [
    'The partnership brings together the specified authorities of the Serious Violence Duty, the local policing body as convenor, and those who work with children and young people.',
    'Core members take operational and funding decisions. A decision needs five voting members, the police and the youth offending team among them.',
    'Each organisation names one point of contact and a deputy. Information is shared under an agreement, for its purpose, and no longer than it says.',
  ].join('\n\n'),
};

const OTHERS = {
  means: 'You can bring what you see to the partnership, and you are told what was done with it.',
  brings: 'What you know of children and young people at risk, in time to do something about it.',
};

/** What the terms mean for a role, where it is more than for everybody. */
const MEANS: Partial<Record<Role, { readonly means: string; readonly brings: string }>> = {
  'childrens-social-care': {
    means: 'Referrals reach you with their reason, what came before and what is asked. You say what you decided, and when.',
    brings: 'Children harmed outside the home, whether or not the police know them.',
  },
  custody: {
    means: 'Every child in custody leads to a decision to refer or not, with its reason.',
    brings: 'What you notice at three in the morning, before it is lost.',
  },
  investigator: {
    means: 'Outcome 22 is open to you without an admission, once the activity has been done.',
    brings: 'The child’s circumstances, not the offence alone.',
  },
  analyst: { means: 'You answer for the shared picture and for what it cannot say.', brings: 'Figures with their interval and their unknowns.' },
  'policing-body-officer': {
    means: 'You publish the response to each inspection within 56 days, and prove it.',
    brings: 'What the inspectorates asked, and whether it was done.',
  },
  'chief-officer': {
    means: 'You are asked to comment on each inspection, and your plans are judged by their evidence.',
    brings: 'The force’s answer to each recommendation.',
  },
  provider: { means: 'You can take a referral and say what happened without a police account.', brings: 'What young people tell you they need.' },
};

/** Days before today on which the partnership began to be kept here. */
const BEGAN = 390;

/** `today` is that of the demonstration. Gives `seats` what each organisation's seat is. */
export const partnershipSteps = (today: string, roles: readonly Role[], seats: Map<OrganisationKey, string>): Step[] => [
  { day: plusDays(today, -BEGAN), run: (it) => begin(it, today, roles, seats) },
];

async function begin(it: Doing, today: string, roles: readonly Role[], seats: Map<OrganisationKey, string>): Promise<void> {
  for (const [seat, organisation, person] of SEATS) {
    const personId = person === null ? null : it.person(person);
    const fields = { seat, organisationId: it.organisation(organisation), personId, voting: true, fromOn: it.today, toOn: null };
    seats.set(organisation, (await it.do('lead', 'seat.add', fields)).id);
  }
  for (const [organisation, person, deputy, endsIn] of CONTACTS) {
    await it.do('administrator', 'contact.name', {
      organisationId: it.organisation(organisation),
      personId: it.person(person),
      deputyId: deputy === null ? null : it.person(deputy),
      fromOn: it.today,
      toOn: endsIn === null ? null : plusDays(today, endsIn),
    });
  }
  const { id } = await it.do('lead', 'terms.draft', { ...TERMS, effectiveOn: it.today });
  for (const role of roles) await it.do('lead', 'terms.role', { id, role, ...(MEANS[role] ?? OTHERS) });
  await it.do('lead', 'terms.publish', { id, version: 1 });
  for (const reader of ['lead', 'analyst', 'body-officer', 'youth-justice', 'provider'] as const) await it.do(reader, 'terms.acknowledge', { id });
}
