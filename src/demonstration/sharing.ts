/** Sharing agreements of the demonstration: one that a feed comes in under, one whose review is due, one that has run out, one not signed yet. */
import { plusDays } from '../access/index.ts';
import { CASES_AGREEMENT } from './cases.ts';
import type { Doing } from './doing.ts';
import type { OrganisationKey } from './people.ts';
import type { Step } from './schedule.ts';

interface AgreementPlan {
  readonly reference: string;
  readonly title: string;
  /** Days from today. */
  readonly starts: number;
  readonly ends: number;
  readonly review: number;
  readonly parties: readonly (readonly [OrganisationKey, 'supplies' | 'receives' | 'both'])[];
  readonly fields: object;
}

const COMMON = {
  quality: 'The supplier checks each file before it is sent; what is refused here goes back with its reasons.',
  security: 'Sent through the secure portal, held in the partnership’s data home, seen by named roles.',
  rights: 'Requests go to the supplier, who answers for both.',
};

const PLANS: readonly AgreementPlan[] = [
  {
    reference: 'ISA 2026/01',
    title: 'Stop and search records for the shared picture',
    starts: -300,
    ends: 430,
    review: 65,
    parties: [
      ['police', 'supplies'],
      ['hub', 'receives'],
    ],
    fields: {
      ...COMMON,
      purpose: 'To understand how stop and search is used, and for whom, in work to reduce serious youth violence.',
      kinds: ['anonymous'],
      items: ['Date and time', 'Power and object', 'Outcome and its link to the object', 'Age band, sex and ethnicity as recorded', 'Map point'],
      frequency: 'Monthly',
      format: 'CSV in the layout of data.police.uk',
      powers: ['pcsc-2022-s16'],
      lawfulBases: ['none-anonymous'],
      retentionMonths: 72,
      feeds: [{ dataset: 'stop', source: 'varrowshire' }],
    },
  },
  {
    reference: 'ISA 2026/02',
    title: 'Counts of youth justice caseload by area',
    starts: -200,
    ends: 165,
    review: -12,
    parties: [
      ['youth-justice', 'supplies'],
      ['hub', 'receives'],
    ],
    fields: {
      ...COMMON,
      purpose: 'To plan prevention where young people who are known to youth justice live.',
      kinds: ['anonymous'],
      items: ['Children on the caseload by community safety partnership and quarter, small counts left out'],
      frequency: 'Quarterly',
      format: 'Spreadsheet',
      powers: ['cda-1998-s115'],
      lawfulBases: ['none-anonymous'],
      retentionMonths: 36,
    },
  },
  {
    reference: 'ISA 2024/07',
    title: 'Assault attendances at the Royal Infirmary',
    starts: -760,
    ends: -30,
    review: -395,
    parties: [
      ['hospital', 'supplies'],
      ['hub', 'receives'],
      ['harrowmere', 'receives'],
    ],
    fields: {
      ...COMMON,
      purpose: 'To see violence that is treated in hospital and not reported to the police.',
      kinds: ['anonymous'],
      items: ['Date and time of the assault', 'Place', 'Method'],
      frequency: 'Monthly',
      format: 'Information Sharing to Tackle Violence (ISTV) minimum data set',
      powers: ['common-law'],
      powerDetail: 'Anonymous data: no duty of confidence is engaged. The standard carries no identity, age, sex or ethnicity.',
      lawfulBases: ['none-anonymous'],
      retentionMonths: 36,
      feeds: [{ dataset: 'attendance', source: 'harrowmere-royal-infirmary' }],
    },
  },
  {
    reference: CASES_AGREEMENT,
    title: 'Cases at the child exploitation and violence panel',
    starts: -300,
    ends: 430,
    review: 120,
    parties: [
      ['county', 'both'],
      ['youth-justice', 'both'],
      ['police', 'both'],
      ['schools', 'both'],
      ['charity', 'receives'],
    ],
    fields: {
      ...COMMON,
      purpose: 'One plan for each child who is at risk of harm outside the home, between those who know the child.',
      kinds: ['personal', 'children'],
      items: ['Reference of the case', 'Why it is brought and what is asked', 'What was decided, who does what, and what came of it'],
      frequency: 'When a case is brought',
      format: 'In the register, by reference; who the child is, in the meeting alone',
      powers: ['ca-2004-s10', 'cda-1998-s115'],
      lawfulBases: ['gdpr-6-1-e', 'dpa-part-3'],
      crossing: 'The police give what they hold for preventing crime; each partner that receives it becomes its controller, to safeguard and help the child.',
      compellingReason: 'No partner sees the whole risk alone; a plan that they share serves the child best.',
      dpiaReference: 'DPIA 2025/11',
      retentionMonths: 12,
    },
  },
];

/** Each is drafted and signed on its first day; the last one a fortnight ago, and it is a draft still. `today` is that of the demonstration. */
export const sharingSteps = (today: string): Step[] => [
  ...PLANS.map((plan): Step => ({ day: plusDays(today, plan.starts), run: (it) => signed(it, plan, today) })),
  { day: plusDays(today, -14), run: draftAlone },
];

async function signed(it: Doing, plan: AgreementPlan, today: string): Promise<void> {
  const { id, version } = await it.do('governance', 'agreement.draft', { reference: plan.reference, title: plan.title });
  const edited = await it.do('governance', 'agreement.edit', {
    id,
    version,
    ...plan.fields,
    startsOn: plusDays(today, plan.starts),
    endsOn: plusDays(today, plan.ends),
    reviewOn: plusDays(today, plan.review),
    parties: plan.parties.map(([organisation, part]) => ({ organisationId: it.organisation(organisation), part })),
  });
  await it.do('governance', 'agreement.sign', { id, version: edited.version, signedOn: it.today });
}

/** Health data under section 16 alone: it can be drafted, and it is refused when somebody would sign it. */
async function draftAlone(it: Doing): Promise<void> {
  const draft = await it.do('governance', 'agreement.draft', { reference: 'ISA 2026/05', title: 'Young people treated for injuries, by name' });
  await it.do('governance', 'agreement.edit', {
    ...COMMON,
    id: draft.id,
    version: draft.version,
    purpose: 'To offer support to young people who come to hospital injured.',
    kinds: ['personal', 'patient', 'children'],
    powers: ['pcsc-2022-s16'],
    lawfulBases: ['gdpr-6-1-e'],
    parties: [
      { organisationId: it.organisation('health'), part: 'supplies' },
      { organisationId: it.organisation('charity'), part: 'receives' },
    ],
  });
}
