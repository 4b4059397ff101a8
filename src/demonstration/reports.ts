/**
 * The reports that the demonstration holds. The titles, dates, owners and the recommendations' words are those of the reports (Crown copyright, Open
 * Government Licence v3.0); summaries are our own words. The last report is invented, so that there is one whose 56 days are running.
 */

export interface ItemPlan {
  readonly key: string;
  readonly kind: 'recommendation' | 'area-for-improvement' | 'cause-of-concern' | 'lesson';
  readonly number: string;
  readonly text: string;
  readonly owner: 'own-force' | 'policing-body' | 'home-office' | 'other';
  readonly dueOn?: string;
  readonly dueNote?: string;
  readonly themes: readonly string[];
  readonly measures?: readonly string[];
  readonly repeats?: string;
}

export interface ReportPlan {
  readonly key: string;
  readonly title: string;
  readonly kind: string;
  readonly inspectorates: readonly string[];
  /** A date, or days from today. */
  readonly publishedOn: string | number;
  readonly embargo?: { readonly on: string; readonly time: string };
  readonly scope: 'one' | 'all';
  readonly forces?: readonly string[];
  readonly link?: string;
  readonly localDeadline?: string;
  readonly summary: string;
  readonly items: readonly ItemPlan[];
}

export const REPORTS: readonly ReportPlan[] = [
  {
    key: 'vawg-2021',
    title: 'Police response to violence against women and girls',
    kind: 'thematic',
    inspectorates: ['hmicfrs'],
    publishedOn: '2021-09-17',
    scope: 'all',
    summary:
      'Kept for one recommendation, which the report of March 2023 repeats; the others of this report are not on file here. That it was published in September 2021 is in the report of 2023; the day is from general knowledge and not confirmed.',
    items: [
      {
        key: 'vawg-characteristics',
        kind: 'recommendation',
        number: '',
        text: 'By March 2022, all police forces should ensure information on the protected characteristics of victims is accurately and consistently recorded.',
        owner: 'own-force',
        dueOn: '2022-03-31',
        dueNote: 'By March 2022: the report names no day',
        themes: ['recording', 'ethnicity'],
      },
    ],
  },
  {
    key: 'syv-2023',
    title: 'An inspection of how well the police tackle serious youth violence',
    kind: 'thematic',
    inspectorates: ['hmicfrs'],
    publishedOn: '2023-03-08',
    embargo: { on: '2023-03-08', time: '00:01' },
    scope: 'all',
    summary:
      'Twelve force areas were inspected, ten with a violence reduction unit and two without. Units bring partners together, yet interventions were not evaluated often or well enough. Some officers thought that outcome 22 needs an admission, which it does not. Many forces recorded ethnicity too poorly to understand who is disproportionately harmed.',
    items: [
      {
        key: 'syv-1',
        kind: 'recommendation',
        number: '1',
        text: 'By 31 March 2024, the Home Office should define processes for violence reduction units to use when evaluating the effectiveness of interventions designed to reduce serious youth violence.',
        owner: 'home-office',
        dueOn: '2024-03-31',
        themes: ['evaluation'],
      },
      {
        key: 'syv-2',
        kind: 'recommendation',
        number: '2',
        text: 'By 31 March 2024, the Home Office should further develop existing joint evaluation and learning for violence reduction units to share learning with each other.',
        owner: 'home-office',
        dueOn: '2024-03-31',
        themes: ['evaluation', 'learning'],
      },
      {
        key: 'syv-3',
        kind: 'recommendation',
        number: '3',
        text: 'By 31 March 2024, chief constables should make sure their officers are trained in the use of Home Office crime outcome 22.',
        owner: 'own-force',
        dueOn: '2024-03-31',
        themes: ['outcome 22', 'training'],
        measures: ['trained', 'understood', 'applied'],
      },
      {
        key: 'syv-4',
        kind: 'recommendation',
        number: '4',
        text: 'By 31 March 2024, chief constables should make sure their forces, through data collection and analysis, understand the levels of racial disproportionality in serious youth violence in their force areas.',
        owner: 'own-force',
        dueOn: '2024-03-31',
        themes: ['recording', 'ethnicity', 'disproportionality'],
        repeats: 'vawg-characteristics',
      },
    ],
  },
  {
    key: 'jtai-2024',
    title: 'Multi-agency responses to serious youth violence: working together to support and protect children',
    kind: 'joint-targeted',
    inspectorates: ['ofsted', 'cqc', 'hmicfrs', 'hmi-probation'],
    publishedOn: '2024-11-20',
    scope: 'all',
    localDeadline: '2025-01-15',
    summary:
      'Six areas were inspected. Serious youth violence was not always treated as a safeguarding matter, referrals did not always say why they were made, and harm that added up over several incidents was not recognised. The report makes no recommendation; it names lessons for the police.',
    items: [
      {
        key: 'jtai-1',
        kind: 'lesson',
        number: '1',
        text: 'Refer children in time to children’s social care, as a routine when they come into custody or are interviewed about criminal activity, and recognise the cumulative harm of repeated exposure to risk in different incidents.',
        owner: 'own-force',
        themes: ['referrals', 'cumulative harm'],
      },
      {
        key: 'jtai-2',
        kind: 'lesson',
        number: '2',
        text: 'Make referrals complete, and make clear why they are made.',
        owner: 'own-force',
        themes: ['referrals'],
      },
      {
        key: 'jtai-3',
        kind: 'lesson',
        number: '3',
        text: 'Assure the quality of referrals, with oversight by managers, so that children affected by serious youth violence are referred for support.',
        owner: 'own-force',
        themes: ['referrals', 'oversight'],
      },
      {
        key: 'jtai-4',
        kind: 'lesson',
        number: '4',
        text: 'Train investigators in general CID to identify children’s needs and the harm done to them.',
        owner: 'own-force',
        themes: ['training'],
      },
    ],
  },
  {
    key: 'fictional',
    title: 'Varrowshire Police: how children in custody are protected (fictional report)',
    kind: 'force',
    inspectorates: ['hmicfrs'],
    publishedOn: -31,
    scope: 'one',
    forces: ['varrowshire'],
    summary: 'An invented report, so that the demonstration has one whose 56 days are running.',
    items: [
      {
        key: 'fictional-1',
        kind: 'cause-of-concern',
        number: '1',
        text: 'Decisions about whether to refer a child who comes into custody are not always recorded.',
        owner: 'own-force',
        themes: ['custody', 'referrals'],
      },
      {
        key: 'fictional-2',
        kind: 'recommendation',
        number: '1',
        text: 'Within six months, the chief constable should make sure that every child’s custody record holds a decision to refer or not, with its reason.',
        owner: 'own-force',
        themes: ['custody', 'referrals'],
      },
      {
        key: 'fictional-3',
        kind: 'area-for-improvement',
        number: '1',
        text: 'The local policing body should publish how often children wait more than an hour for an appropriate adult.',
        owner: 'policing-body',
        themes: ['custody'],
      },
    ],
  },
];
