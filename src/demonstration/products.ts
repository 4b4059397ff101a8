/** Products of the demonstration, one in each state, and the posts that several bodies pay for together. */
import { plusDays } from '../access/index.ts';
import type { OrganisationKey, PersonKey } from './people.ts';
import type { Step } from './schedule.ts';

interface ProductPlan {
  readonly title: string;
  readonly owner: OrganisationKey;
  readonly note: string;
  /** Days from today, as are those below. */
  readonly added: number;
  readonly due: number;
  readonly approved?: number;
  readonly sent?: number;
  /** Null for who has not confirmed. */
  readonly to?: readonly (readonly [organisation: OrganisationKey, by: PersonKey, confirmed: number | null])[];
}

const PRODUCTS: readonly ProductPlan[] = [
  {
    title: 'Strategic needs assessment',
    owner: 'hub',
    note: 'Who is harmed, where and by what, with what the data do not say.',
    added: -330,
    due: -215,
    approved: -217,
    sent: -210,
    to: [
      ['police', 'violence', -208],
      ['body', 'body-officer', -209],
      ['county', 'social-care', -204],
      ['youth-justice', 'youth-justice', -207],
      ['health', 'health', -200],
      ['probation', 'probation', -150],
      ['charity', 'provider', -209],
      ['harrowmere', 'harrowmere', -206],
    ],
  },
  {
    title: 'Response strategy',
    owner: 'hub',
    note: 'What the partnership does about each need that the assessment found.',
    added: -200,
    due: -55,
    approved: -48,
    sent: -47,
    to: [
      ['police', 'violence', -45],
      ['body', 'body-officer', -46],
      ['county', 'social-care', -40],
      ['youth-justice', 'youth-justice', -44],
      ['health', 'health', null],
      ['probation', 'probation', null],
      ['charity', 'provider', -46],
      ['harrowmere', 'harrowmere', null],
    ],
  },
  { title: 'Quarterly picture for Ostmouth', owner: 'hub', note: 'Asked for by the community safety partnership.', added: -60, due: -9 },
  { title: 'Yearly delivery plan', owner: 'hub', note: '', added: -30, due: 24 },
];

const productSteps = (plan: ProductPlan, today: string): Step[] => {
  let id = '';
  const { approved, sent, to = [] } = plan;
  return [
    {
      day: plusDays(today, plan.added),
      run: async (it) => {
        const added = await it.do('lead', 'product.add', {
          title: plan.title,
          ownerId: it.organisation(plan.owner),
          dueOn: plusDays(today, plan.due),
          note: plan.note,
        });
        id = added.id;
      },
    },
    ...(approved === undefined
      ? []
      : [
          {
            day: plusDays(today, approved),
            run: (it) => it.do('lead', 'product.approve', { id, version: 1, approvedOn: plusDays(today, approved) }),
          } satisfies Step,
        ]),
    ...(sent === undefined
      ? []
      : [
          {
            day: plusDays(today, sent),
            run: (it) =>
              it.do('lead', 'product.send', { id, organisationIds: to.map(([organisation]) => it.organisation(organisation)), sentOn: plusDays(today, sent) }),
          } satisfies Step,
        ]),
    ...to.flatMap(([, by, confirmed]): Step[] =>
      confirmed === null ? [] : [{ day: plusDays(today, confirmed), run: (it) => it.do(by, 'product.confirm', { id }) }],
    ),
  ];
};

interface PostPlan {
  readonly title: string;
  readonly host: OrganisationKey;
  readonly person: PersonKey | null;
  readonly from: number;
  readonly to: number | null;
  /** Who pays how much of it; together 100. */
  readonly shares: readonly (readonly [funder: OrganisationKey, percent: number])[];
}

const POSTS: readonly PostPlan[] = [
  {
    title: 'Analyst of the shared picture',
    host: 'hub',
    person: 'analyst',
    from: -380,
    to: null,
    shares: [
      ['body', 50],
      ['county', 30],
      ['health', 20],
    ],
  },
  {
    title: 'Youth navigator at the Royal Infirmary',
    host: 'charity',
    person: null,
    from: -190,
    to: 70,
    shares: [
      ['body', 60],
      ['health', 40],
    ],
  },
];

const postStep = (plan: PostPlan, today: string): Step => ({
  day: plusDays(today, plan.from),
  run: (it) =>
    it.do('administrator', 'post.add', {
      title: plan.title,
      hostId: it.organisation(plan.host),
      personId: plan.person === null ? null : it.person(plan.person),
      fromOn: plusDays(today, plan.from),
      toOn: plan.to === null ? null : plusDays(today, plan.to),
      shares: plan.shares.map(([funder, percent]) => ({ funderId: it.organisation(funder), percent })),
    }),
});

export const workSteps = (today: string): Step[] => [...PRODUCTS.flatMap((plan) => productSteps(plan, today)), ...POSTS.map((plan) => postStep(plan, today))];
