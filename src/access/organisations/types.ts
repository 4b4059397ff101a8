/**
 * What an organisation is, and what the Serious Violence Duty makes of it.
 * Source: Police, Crime, Sentencing and Courts Act 2022, sections 8 to 18 and Schedules 1 and 2; statutory guidance of December 2022, paragraphs 4 to 6.
 */

/**
 * `specified`: a specified authority, which collaborates and plans (section 8). `relevant`: an educational, prison or youth custody authority, which is consulted
 * and may be given actions (sections 12 and 15). `policing-body`: convenes, assists and monitors (section 14), and is no specified authority. `none`: no duty holder.
 */
export type DutyStatus = 'specified' | 'relevant' | 'policing-body' | 'none';

export interface OrganisationType {
  readonly id: string;
  readonly title: string;
  readonly duty: DutyStatus;
}

const type = <Id extends string>(id: Id, title: string, duty: DutyStatus) => ({ id, title, duty });

export const ORGANISATION_TYPES = [
  type('police', 'Police force', 'specified'),
  type('local-authority', 'Local authority', 'specified'),
  type('youth-justice', 'Youth justice service (youth offending team)', 'specified'),
  type('probation', 'Probation service', 'specified'),
  type('fire', 'Fire and rescue authority', 'specified'),
  type('integrated-care-board', 'Integrated care board', 'specified'),
  type('local-health-board', 'Local health board (Wales)', 'specified'),
  type('education', 'School, college or education trust', 'relevant'),
  type('prison', 'Prison', 'relevant'),
  type('youth-custody', 'Youth custody establishment', 'relevant'),
  type('policing-body', 'Local policing body', 'policing-body'),
  type('hub', 'Violence reduction unit or partnership team (hub)', 'none'),
  type('community-safety-partnership', 'Community safety partnership', 'none'),
  type('hospital', 'Hospital or ambulance trust', 'none'),
  type('public-health', 'Public health', 'none'),
  type('department-for-work-and-pensions', 'Department for Work and Pensions', 'none'),
  type('voluntary', 'Charity or community organisation', 'none'),
  type('inspectorate', 'Inspectorate', 'none'),
  type('other', 'Another organisation', 'none'),
] as const satisfies readonly OrganisationType[];

export type OrganisationTypeId = (typeof ORGANISATION_TYPES)[number]['id'];

export const typeOf = (id: string): OrganisationType => ORGANISATION_TYPES.find((each) => each.id === id) ?? { id, title: id, duty: 'none' };

export const DUTY_WORDS: Readonly<Record<DutyStatus, { readonly title: string; readonly words: string }>> = {
  specified: {
    title: 'Specified authority',
    words: 'Must collaborate with the other specified authorities to prevent and reduce serious violence, and plan for it (section 8 of the 2022 Act).',
  },
  relevant: {
    title: 'Relevant authority',
    words: 'Must be consulted on the strategy, must carry out what the strategy gives it, and must co-operate when asked (sections 12 and 15 of the 2022 Act).',
  },
  'policing-body': {
    title: 'Local policing body: not a specified authority',
    words: 'May convene, assist and monitor, and may ask duty holders for information (sections 14 and 17 of the 2022 Act). It holds no duty under section 8.',
  },
  none: { title: 'No duty under the 2022 Act', words: 'Takes part by agreement, and is not bound by the Serious Violence Duty.' },
};

/** The duty holders that every area must have. Health is one board: which, depends on the country. */
export const REQUIRED_HOLDERS: readonly { readonly title: string; readonly types: readonly OrganisationTypeId[] }[] = [
  { title: 'Police', types: ['police'] },
  { title: 'Local authority', types: ['local-authority'] },
  { title: 'Youth offending team', types: ['youth-justice'] },
  { title: 'Probation', types: ['probation'] },
  { title: 'Fire and rescue authority', types: ['fire'] },
  { title: 'Integrated care board or local health board', types: ['integrated-care-board', 'local-health-board'] },
];
