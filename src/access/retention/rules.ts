/**
 * How long each kind of record is kept, from what day, and what happens then. Where nothing is prescribed it is a local choice: the partnership sets
 * the months (`retention.set`), and until it does the ones here hold.
 *
 * No record here is a police operational record: those are reviewed under the Police Information and Records Management Code (2023) and the College of
 * Policing's authorised professional practice, in the force's own systems.
 */
export type Standing = 'statutory' | 'guidance' | 'local' | 'service';

export interface RetentionRule {
  readonly id: string;
  readonly title: string;
  /** What starts the clock. */
  readonly clock: string;
  /** Days, for what only the service itself needs; months, for a local choice; null: kept. */
  readonly days?: number;
  readonly months?: number;
  /** `purge` happens by itself; `dispose` is for a person to do, with a reason; `review` only asks; `keep` never falls due. */
  readonly fate: 'purge' | 'dispose' | 'review' | 'keep';
  /** `local` may be changed by the partnership; `service` is ours, for records that hold a secret or a copy. */
  readonly standing: Standing;
  readonly basis: string;
  /** The words of the basis were read in their source. */
  readonly confirmed: boolean;
}

const rule = <Id extends string>(id: Id, rest: Omit<RetentionRule, 'id'>): RetentionRule & { readonly id: Id } => ({ id, ...rest });

const LOCAL = 'Nothing is prescribed: a local choice of the partnership (UK GDPR Article 5(1)(e): no longer than needed)';

export const RULES = [
  rule('person', { title: 'People', clock: 'Their last membership ended', months: 12, fate: 'dispose', standing: 'local', basis: LOCAL, confirmed: false }),
  rule('membership', {
    title: 'Memberships',
    clock: 'With the person',
    fate: 'keep',
    standing: 'local',
    basis: 'Holds ids, roles and dates alone; it is part of the record of who might see what',
    confirmed: false,
  }),
  rule('session', {
    title: 'Sessions',
    clock: 'They ended or ran out',
    days: 30,
    fate: 'purge',
    standing: 'service',
    basis: 'Kept a while so that somebody can see where they were signed in',
    confirmed: false,
  }),
  rule('sign-in-flow', {
    title: 'Sign-ins that were not finished',
    clock: 'They ran out',
    days: 1,
    fate: 'purge',
    standing: 'service',
    basis: 'Of no use afterwards',
    confirmed: false,
  }),
  rule('kept-form', {
    title: 'Forms kept after a session ran out',
    clock: 'They were kept',
    days: 1,
    fate: 'purge',
    standing: 'service',
    basis: 'Given back within a day or not at all',
    confirmed: false,
  }),
  rule('invitation', {
    title: 'Invitations and links to set a password',
    clock: 'They were used or ran out',
    days: 30,
    fate: 'purge',
    standing: 'service',
    basis: 'The log keeps that they were made',
    confirmed: false,
  }),
  rule('access-token', {
    title: 'Access tokens',
    clock: 'They were revoked or ran out',
    days: 90,
    fate: 'purge',
    standing: 'service',
    basis: 'The log keeps what was done with them',
    confirmed: false,
  }),
  rule('kept-answer', {
    title: 'Answers kept for requests that are sent twice',
    clock: 'They were given',
    days: 30,
    fate: 'purge',
    standing: 'service',
    basis: 'A copy of what the record says itself',
    confirmed: false,
  }),
  rule('task', { title: 'Tasks that are done', clock: 'They were done', months: 24, fate: 'dispose', standing: 'local', basis: LOCAL, confirmed: false }),
  rule('document', {
    title: 'Documents',
    clock: 'Their review date, or else the day that they were uploaded',
    months: 72,
    fate: 'dispose',
    standing: 'local',
    basis: LOCAL,
    confirmed: false,
  }),
  rule('import-proposal', {
    title: 'Texts of reports that were proposed for filing',
    clock: 'They were filed or discarded',
    months: 6,
    fate: 'dispose',
    standing: 'local',
    basis: LOCAL,
    confirmed: false,
  }),
  rule('agreement', {
    title: 'Sharing agreements',
    clock: 'They ended',
    months: 72,
    fate: 'review',
    standing: 'local',
    basis: 'Decisions to share are recorded (Information Commissioner, Data sharing code of practice); how long is a local choice',
    confirmed: false,
  }),
  rule('meeting', {
    title: 'Meetings and decisions',
    clock: 'The day of the meeting',
    months: 120,
    fate: 'review',
    standing: 'local',
    basis: LOCAL,
    confirmed: false,
  }),
  rule('panel-case', {
    title: 'Cases at panels',
    clock: 'They were closed',
    months: 12,
    fate: 'dispose',
    standing: 'local',
    basis: 'The sharing agreement of each says how long its data are kept; here it is a local choice of the partnership',
    confirmed: false,
  }),
  rule('inspection', {
    title: 'Inspections, responses and their evidence',
    clock: 'None',
    fate: 'keep',
    standing: 'statutory',
    basis: 'The policing body’s published response (Police Act 1996 section 55); the Act sets no end',
    confirmed: true,
  }),
  rule('audit', {
    title: 'The audit log',
    clock: 'None',
    fate: 'keep',
    standing: 'guidance',
    basis: 'Law enforcement processing is logged (Data Protection Act 2018 Part 3); the log holds ids and no names, and its chain cannot lose a link',
    confirmed: false,
  }),
  rule('picture-look', {
    title: 'What somebody saw when they last looked at the picture',
    clock: 'They looked',
    days: 400,
    fate: 'purge',
    standing: 'service',
    basis: 'Says what has changed since; after a year everything has',
    confirmed: false,
  }),
  rule('sign-in-try', {
    title: 'Counts of wrong passwords and codes',
    clock: 'The first of them',
    days: 1,
    fate: 'purge',
    standing: 'service',
    basis: 'They slow somebody who guesses, and are of no use a day later; the log keeps that somebody was refused',
    confirmed: false,
  }),
  rule('partnership', {
    title: 'The partnership: organisations, seats, points of contact, posts, panels, products, terms of reference',
    clock: 'None',
    fate: 'keep',
    standing: 'local',
    basis: 'The record of who took part and who decided; people in it are disposed of with the person',
    confirmed: false,
  }),
  rule('delivery-query', {
    title: 'Queries about deliveries and their sign-off',
    clock: 'None',
    fate: 'keep',
    standing: 'local',
    basis: 'Part of where a figure comes from, as long as the figure can be cited',
    confirmed: false,
  }),
] as const satisfies readonly RetentionRule[];

export type RuleId = (typeof RULES)[number]['id'];

export const ruleOf = (id: string): RetentionRule | undefined => RULES.find((each) => each.id === id);

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  statutory: 'Statutory',
  guidance: 'Guidance',
  local: 'Local choice',
  service: 'The service’s own',
};
