/**
 * The statutory responses of the demonstration. Varrowshire's are invented. Norfolk's two and Staffordshire's one follow the published responses field
 * by field, in our own words; only the recommendations are quoted. Whoever has the published texts can import them in their place.
 */
import type { OrganisationKey, PersonKey } from './people.ts';

export interface AnswerPlan {
  readonly position: 'accepted' | 'partly' | 'not-accepted';
  readonly action: string;
  readonly chief: string;
}

export interface ResponsePlan {
  readonly report: string;
  readonly body: OrganisationKey;
  readonly layout: 'norfolk' | 'staffordshire';
  readonly officeTitle: string;
  readonly chiefTitle: string;
  readonly keyFindings?: string;
  readonly initial: string;
  readonly comments: string;
  readonly opinion: string;
  readonly chiefGeneral: string;
  /** By the item's key. */
  readonly answers: Readonly<Record<string, AnswerPlan>>;
}

export const APPROVER: PersonKey = 'body-second';

const VARROW = { body: 'body', officeTitle: 'Police and Crime Commissioner', chiefTitle: 'Chief Constable' } as const;
const NORFOLK = { body: 'norfolk', layout: 'norfolk', officeTitle: 'Police and Crime Commissioner', chiefTitle: 'Chief Constable' } as const;

export const VARROWSHIRE: readonly ResponsePlan[] = [
  {
    ...VARROW,
    report: 'vawg-2021',
    layout: 'norfolk',
    initial: '',
    comments: 'I will ask each quarter how complete the recording of victims’ characteristics is, and publish the answer.',
    opinion: '',
    chiefGeneral: 'The force accepts the recommendation.',
    answers: {
      'vawg-characteristics': {
        position: 'accepted',
        action: 'Self-defined ethnicity becomes a field that must be answered, with a reason where it is not known.',
        chief: 'The recording system is being changed; officers are briefed by their supervisors.',
      },
    },
  },
  {
    ...VARROW,
    report: 'syv-2023',
    layout: 'norfolk',
    initial: '',
    comments:
      'Both recommendations to chief constables are accepted. I will follow them at public accountability meetings, and I repeat what was asked in 2021 about recording.',
    opinion: '',
    chiefGeneral: 'The force was not inspected. It accepts the two recommendations that are for all forces.',
    answers: {
      'syv-3': {
        position: 'accepted',
        action: 'Training for every investigator and supervisor, a test of understanding, and a yearly audit of cases closed with outcome 22.',
        chief: 'Training begins in May. We count who was trained, who understood and whether it is applied correctly as three things.',
      },
      'syv-4': {
        position: 'accepted',
        action: 'A shared picture of who is harmed and who is stopped, with what is not recorded shown beside it.',
        chief: 'Analysts will report by ethnicity and age each quarter, with the unknown as a group.',
      },
    },
  },
  {
    ...VARROW,
    report: 'jtai-2024',
    layout: 'staffordshire',
    initial: 'The inspection looked at six areas, and ours was not among them. Its lessons for the police are taken up here all the same.',
    comments: 'I have raised the four lessons with the Chief Constable and follow them like recommendations.',
    opinion: 'Lessons without recommendations are easily lost. We put them on file as items with an owner.',
    chiefGeneral: 'The force recognises each lesson and has reviewed its custody and referral practice against it.',
    answers: {},
  },
];

export const EXAMPLES: readonly ResponsePlan[] = [
  {
    ...NORFOLK,
    report: 'syv-2023',
    keyFindings:
      'A thematic inspection at the Home Office’s request, of how forces work with violence reduction units and partners, use their powers and understand racial disproportionality, and take a public health approach. Twelve force areas were inspected; Norfolk’s was not one of them.',
    initial: '',
    comments:
      'The Commissioner takes such reports as guidance for scrutiny and welcomes the acceptance of both recommendations. The office already commissions diversion schemes that support outcome 22 and will review what more it can add, itself and by convening; the county’s single community safety partnership has its staff in the office. The recording standards and the local dashboard are supported.',
    opinion: '',
    chiefGeneral:
      'The force was not inspected. Of the four recommendations the first two are for the Home Office. The force accepts the other two and has a plan to achieve both by 31 March 2024.',
    answers: {
      'syv-3': {
        position: 'accepted',
        action:
          'Work with criminal justice partners, the youth justice service among them, so that outcome 22 is used in fitting cases, with refreshed training material and opportunities to train.',
        chief: 'Every recorded crime is given an outcome when its investigation ends; outcome 22 aims to prevent reoffending by dealing with its causes.',
      },
      'syv-4': {
        position: 'accepted',
        action:
          'Adopt the national recording standards for protected characteristics once they are published, with other forces that use the same crime recording system; develop the local dashboard on victims, suspects and offenders under 18, and overlay it with partners’ data.',
        chief:
          'A dashboard already lets users ask by date, people, place, crime type and outcome, outcome 22 included, and gives an early indication of over-representation.',
      },
    },
  },
  {
    ...NORFOLK,
    report: 'jtai-2024',
    keyFindings:
      'A joint inspection of multi-agency responses in six areas, Norfolk’s not among them: on strategy, on work with children, and on safety in places. The experiences of 36 children were followed closely.',
    initial: '',
    comments:
      'The Commissioner consulted local organisations. The Local Criminal Justice Board is asked to consider adultification with its work on disproportionality; girls with hidden harm deserve a closer look. The four police lessons will be raised with the Chief Constable. Serious youth violence is treated as a safeguarding matter locally, with room to improve: early access to therapy, girls and county lines, and referrals into the voluntary sector. School safeguarding leads should know which prevention is backed by evidence.',
    opinion:
      'The Commissioner finds it disappointing that the report makes no recommendations, which would have made it likelier that its lessons are taken up.',
    chiefGeneral: '',
    answers: {},
  },
  {
    report: 'syv-2023',
    body: 'staffordshire',
    layout: 'staffordshire',
    officeTitle: 'Police, Fire and Crime Commissioner',
    chiefTitle: 'Chief Constable',
    keyFindings:
      'The inspection looks at how the police work with violence reduction units and partners, how well they use their powers and understand racial disproportionality, and how well they take a public health approach.',
    initial:
      'Serious violence is a priority locally. A violence reduction alliance has worked since March 2021; the office hosts its programme lead and passes on the Duty’s funding, though it is no specified authority. A delivery group meets every six to eight weeks. A systems analysis was commissioned; an exploitation service works in schools, hospitals and custody; the force has ring-fenced a team for prevention and enforcement; a review of the whole system leads to an action plan.',
    comments:
      'Correct use of outcome 22 is a performance indicator that is looked at in public meetings with the Chief Constable. Accurate recording, which recommendation 4 asks for, is needed to know what the alliance’s plan achieves; the Commissioner raises it with every partner of the Local Criminal Justice Board.',
    opinion: '',
    chiefGeneral: 'The force works through the alliance and welcomes the Serious Violence Duty.',
    answers: {
      'syv-3': {
        position: 'accepted',
        action:
          'Briefings, a masterclass for supervisors and reference material; a champion for out-of-court disposals; more quality assurance and audit of outcomes.',
        chief: 'Staff are trained in the ethical use of outcome 22.',
      },
      'syv-4': {
        position: 'accepted',
        action: 'A shared data asset on cohorts of young people, and research with a university on what drives disproportionality across services.',
        chief: 'Understanding rests on good collection, sharing and interpretation of data.',
      },
    },
  },
];
