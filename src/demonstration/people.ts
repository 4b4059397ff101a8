/** The invented organisations and people of Varrowshire: every role that there is, somebody who has it. All names are made up. */
import type { Role } from '../access/index.ts';

export interface OrganisationPlan {
  readonly key: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: string;
  readonly parent?: string;
  readonly area?: string;
  readonly force?: string;
  readonly outside?: true;
}

/** Areas of the county’s community safety partnerships, as a county-wide organisation covers them. */
const COUNTY = 'Harrowmere, Ostmouth, Marlingate';

/** A parent stands before what is under it. */
export const ORGANISATIONS = [
  { key: 'hub', name: 'Varrowshire Violence Reduction Partnership', shortName: 'Varrowshire VRP', type: 'hub', area: COUNTY },
  {
    key: 'body',
    name: 'Varrowshire Police and Crime Commissioner',
    shortName: 'Varrowshire PCC',
    type: 'policing-body',
    area: COUNTY,
    force: 'varrowshire',
  },
  { key: 'police', name: 'Varrowshire Police', shortName: 'Varrowshire Police', type: 'police', area: COUNTY, force: 'varrowshire' },
  { key: 'county', name: 'Varrowshire County Council', shortName: 'County Council', type: 'local-authority', area: COUNTY },
  { key: 'youth-justice', name: 'Varrowshire Youth Justice Service', shortName: 'Youth Justice', type: 'youth-justice', area: COUNTY },
  { key: 'probation', name: 'Varrowshire Probation Delivery Unit', shortName: 'Probation', type: 'probation', area: COUNTY },
  { key: 'health', name: 'Varrowshire Integrated Care Board', shortName: 'Varrowshire ICB', type: 'integrated-care-board', area: COUNTY },
  { key: 'hospital', name: 'Harrowmere Royal Infirmary', shortName: 'Royal Infirmary', type: 'hospital', area: 'Harrowmere' },
  {
    key: 'harrowmere',
    name: 'Harrowmere Community Safety Partnership',
    shortName: 'Harrowmere CSP',
    type: 'community-safety-partnership',
    parent: 'hub',
    area: 'Harrowmere',
  },
  {
    key: 'ostmouth',
    name: 'Ostmouth Community Safety Partnership',
    shortName: 'Ostmouth CSP',
    type: 'community-safety-partnership',
    parent: 'hub',
    area: 'Ostmouth',
  },
  {
    key: 'marlingate',
    name: 'Marlingate Community Safety Partnership',
    shortName: 'Marlingate CSP',
    type: 'community-safety-partnership',
    parent: 'hub',
    area: 'Marlingate',
  },
  { key: 'schools', name: 'Three Rivers Learning Trust', shortName: 'Three Rivers Trust', type: 'education', area: 'Harrowmere, Ostmouth' },
  { key: 'charity', name: 'Lantern Youth Project', shortName: 'Lantern', type: 'voluntary', area: 'Harrowmere' },
  { key: 'university', name: 'University of Varrow', shortName: 'University of Varrow', type: 'other' },
  // Bodies elsewhere, whose published responses are rebuilt as examples.
  {
    key: 'norfolk',
    name: 'Norfolk Police and Crime Commissioner (example)',
    shortName: 'Norfolk PCC (example)',
    type: 'policing-body',
    force: 'norfolk',
    outside: true,
  },
  { key: 'norfolk-police', name: 'Norfolk Constabulary (example)', shortName: 'Norfolk (example)', type: 'police', force: 'norfolk', outside: true },
  {
    key: 'staffordshire',
    name: 'Staffordshire Police, Fire and Crime Commissioner (example)',
    shortName: 'Staffordshire PFCC (example)',
    type: 'policing-body',
    force: 'staffordshire',
    outside: true,
  },
  {
    key: 'staffordshire-police',
    name: 'Staffordshire Police (example)',
    shortName: 'Staffordshire (example)',
    type: 'police',
    force: 'staffordshire',
    outside: true,
  },
] as const satisfies readonly OrganisationPlan[];

export type OrganisationKey = (typeof ORGANISATIONS)[number]['key'];

export interface PersonPlan {
  readonly key: string;
  readonly name: string;
  readonly post: string;
  readonly at: OrganisationKey;
  readonly roles: readonly Role[];
}

export const PEOPLE = [
  { key: 'lead', name: 'Priya Hartwell', post: 'Head of the violence reduction partnership', at: 'hub', roles: ['partnership-lead'] },
  { key: 'analyst', name: 'Tomos Adeyemi', post: 'Senior analyst', at: 'hub', roles: ['analyst'] },
  { key: 'commissioner', name: 'Hannah Okafor-Reed', post: 'Commissioning manager', at: 'hub', roles: ['commissioner'] },
  { key: 'administrator', name: 'Leon Brackley', post: 'Partnership support officer', at: 'hub', roles: ['administrator'] },
  { key: 'governance', name: 'Ruth Castellan', post: 'Information governance manager', at: 'hub', roles: ['information-governance'] },
  { key: 'body-officer', name: 'Marcus Thornby', post: 'Policy and scrutiny officer', at: 'body', roles: ['policing-body-officer'] },
  { key: 'body-second', name: 'Imogen Farrar', post: 'Head of scrutiny', at: 'body', roles: ['policing-body-officer'] },
  { key: 'body-lead', name: 'Dilys Pemberton', post: 'Police and crime commissioner', at: 'body', roles: ['policing-body-lead'] },
  { key: 'panel', name: 'Yusuf Marlowe', post: 'Scrutiny panel member', at: 'body', roles: ['panel-member'] },
  { key: 'chief', name: 'Alison Draycott', post: 'Chief constable', at: 'police', roles: ['chief-officer'] },
  { key: 'violence', name: 'Samuel Kirkbride', post: 'Detective superintendent, serious violence', at: 'police', roles: ['serious-violence-lead'] },
  { key: 'neighbourhoods', name: 'Nadia Cromwell', post: 'Superintendent, neighbourhoods', at: 'police', roles: ['neighbourhoods-lead'] },
  { key: 'justice', name: 'Owen Tarrant', post: 'Superintendent, criminal justice', at: 'police', roles: ['criminal-justice-lead'] },
  { key: 'champion', name: 'Beth Lockridge', post: 'Inspector, out-of-court disposals', at: 'police', roles: ['disposal-champion'] },
  { key: 'quality', name: 'Femi Ashworth', post: 'Data quality lead', at: 'police', roles: ['data-quality-lead'] },
  { key: 'investigator', name: 'Carys Bellamy', post: 'Detective constable', at: 'police', roles: ['investigator'] },
  { key: 'supervisor', name: 'Graham Ellwood', post: 'Detective sergeant', at: 'police', roles: ['supervisor'] },
  { key: 'custody', name: 'Jo Westerby', post: 'Custody sergeant', at: 'police', roles: ['custody'] },
  { key: 'witness', name: 'Anita Greaves', post: 'Witness care officer', at: 'police', roles: ['witness-care'] },
  { key: 'school-officer', name: 'Luke Farnham', post: 'Schools liaison officer', at: 'police', roles: ['schools-liaison'] },
  { key: 'social-care', name: 'Miriam Colby', post: 'Service manager, children’s social care', at: 'county', roles: ['childrens-social-care'] },
  { key: 'youth-justice', name: 'Dev Ramsbottom', post: 'Youth justice service manager', at: 'youth-justice', roles: ['youth-justice'] },
  { key: 'probation', name: 'Ellen Sharrock', post: 'Probation manager', at: 'probation', roles: ['probation'] },
  { key: 'health', name: 'Nkechi Waverley', post: 'Public health lead', at: 'health', roles: ['health'] },
  { key: 'education', name: 'Patrick Holm', post: 'Safeguarding lead', at: 'schools', roles: ['education'] },
  { key: 'provider', name: 'Shanice Tully', post: 'Project manager', at: 'charity', roles: ['provider'] },
  { key: 'evaluator', name: 'Professor Ingrid Sewell', post: 'Evaluator', at: 'university', roles: ['evaluator'] },
  { key: 'harrowmere', name: 'Colin Ravensworth', post: 'Community safety manager', at: 'harrowmere', roles: ['partnership-lead'] },
  { key: 'ostmouth', name: 'Tess Oldroyd', post: 'Community safety officer', at: 'ostmouth', roles: ['commissioner'] },
] as const satisfies readonly PersonPlan[];

export type PersonKey = (typeof PEOPLE)[number]['key'];
