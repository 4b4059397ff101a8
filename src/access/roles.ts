/**
 * The roles that a membership may carry. They are what somebody does at the table, not a rank; a person may have several, and others in another
 * organisation. `post` titles ("youth justice service manager") are words of the person's own record.
 * Source: the inspection documents' own roles (requirements R004, R005).
 */
export const ROLES = {
  analyst: { title: 'Analyst', words: 'Works with the picture and answers for its figures' },
  'data-quality-lead': { title: 'Data quality lead', words: 'Delivers data and mends what was refused' },
  'partnership-lead': { title: 'Partnership lead', words: 'Head of the violence reduction partnership, or its senior responsible officer' },
  commissioner: { title: 'Commissioner of services', words: 'Decides what is funded, and answers for it' },
  investigator: { title: 'Investigator', words: 'Investigates offences and proposes their outcome' },
  supervisor: { title: 'Supervisor', words: 'Checks and signs off decisions of others' },
  custody: { title: 'Custody officer', words: 'Looks after people in custody' },
  'disposal-champion': { title: 'Out-of-court disposal champion', words: 'Leads on outcome 22 and other disposals' },
  'serious-violence-lead': { title: 'Serious violence lead', words: 'The force’s lead for serious violent crime' },
  'neighbourhoods-lead': { title: 'Neighbourhoods lead', words: 'The force’s lead for neighbourhood policing' },
  'criminal-justice-lead': { title: 'Criminal justice lead', words: 'The force’s lead for criminal justice' },
  'witness-care': { title: 'Witness care', words: 'Supports victims and witnesses' },
  'schools-liaison': { title: 'Schools liaison officer', words: 'Police officer who works with schools' },
  'youth-justice': { title: 'Youth justice', words: 'Youth justice service or youth offending team' },
  'childrens-social-care': { title: 'Children’s social care', words: 'Safeguards children' },
  health: { title: 'Health', words: 'Integrated care board, hospital or public health' },
  education: { title: 'Education', words: 'School, college or education service' },
  probation: { title: 'Probation', words: 'Probation service' },
  provider: { title: 'Service provider', words: 'Charity or other organisation that runs a service' },
  'policing-body-officer': { title: 'Policing body officer', words: 'Works for the local policing body: drafts, publishes and proves its responses' },
  'policing-body-lead': { title: 'Local policing body', words: 'Holds the office, or acts for it: approves what is published in its name' },
  'chief-officer': { title: 'Chief officer', words: 'Chief constable, or a chief officer who acts for them' },
  evaluator: { title: 'Evaluator', words: 'Evaluates, under an agreement, without names' },
  'panel-member': { title: 'Scrutiny panel member', words: 'Member of the public on a scrutiny panel' },
  'information-governance': { title: 'Information governance', words: 'Answers for who saw what, and why' },
  administrator: { title: 'Administrator', words: 'Keeps organisations, people and their roles' },
} as const satisfies Record<string, { title: string; words: string }>;

export type Role = keyof typeof ROLES;

/** Roles that nobody is given: who has not signed in, who runs the command on the machine, and the service itself. */
export type AnyRole = Role | 'public' | 'operator' | 'service';

export const roleIds = Object.keys(ROLES) as readonly Role[];

export const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);

/** `Analyst`; the id itself for a role that a later version brought. */
export const roleTitle = (role: string): string => (isRole(role) ? ROLES[role].title : role);
