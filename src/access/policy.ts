/**
 * The policy table: who may do what, and how far it reaches. It is the one source of `can`, of the row scope in a query (`within`), of the
 * guard on every route, and of the reach that the database's row security is given. A key that is not here cannot be used (types), a route
 * without one fails the suite, and a test walks every route and every action for every role.
 */
import type { Reach, Who } from '../register/index.ts';
import { type AnyRole, type Role, roleIds } from './roles.ts';

type Grants = Partial<Record<Exclude<Reach, 'none'>, readonly AnyRole[]>>;

interface Rule {
  /** Completes “may …”. */
  readonly title: string;
  readonly grants: Grants;
}

const EVERYBODY: readonly Role[] = roleIds;
const ALL_BUT = (...roles: readonly Role[]): readonly Role[] => roleIds.filter((role) => !roles.includes(role));

/** Lead work on a recommendation in their own organisation. */
const OWNERS: readonly Role[] = [
  'chief-officer',
  'serious-violence-lead',
  'neighbourhoods-lead',
  'criminal-justice-lead',
  'disposal-champion',
  'policing-body-officer',
  'partnership-lead',
  'youth-justice',
  'childrens-social-care',
  'health',
  'education',
  'probation',
];

/** Answer for the data that their organisation supplies. */
const SUPPLIERS: readonly Role[] = [
  'data-quality-lead',
  'analyst',
  'chief-officer',
  'supervisor',
  'youth-justice',
  'childrens-social-care',
  'health',
  'education',
  'probation',
  'provider',
];

/** Work with single children, and bring them to a panel. */
const CASEWORK: readonly Role[] = [
  'investigator',
  'supervisor',
  'schools-liaison',
  'serious-violence-lead',
  'neighbourhoods-lead',
  'partnership-lead',
  'youth-justice',
  'childrens-social-care',
  'health',
  'education',
  'probation',
  'provider',
];

const BODY: readonly Role[] = ['policing-body-officer', 'policing-body-lead'];

const rule = (title: string, grants: Grants): Rule => ({ title, grants });

export const POLICY = {
  // Pages and figures.
  'public.read': rule('read what is published', { public: ['public'], partnership: EVERYBODY }),
  // Where the partnership keeps its picture to itself, the guard lets in only who has signed in.
  'picture.read': rule('see protected figures', { public: ['public'], partnership: EVERYBODY }),
  'figure.exact': rule('see exact counts', { partnership: ['analyst'] }),
  'delivery.read': rule('see deliveries and what was refused', {
    partnership: ['analyst', 'data-quality-lead', 'partnership-lead', 'information-governance', 'administrator'],
  }),
  'delivery.quarantine': rule('download rows that were refused', { partnership: ['data-quality-lead', 'analyst'] }),
  // Validation by the supplier: those who work with the data ask, whoever supplied them answers and signs off.
  'delivery.query': rule('ask a supplier about a delivery', { partnership: ['analyst', 'data-quality-lead'] }),
  'delivery.answer': rule('answer for a delivery that their organisation supplied', { organisation: SUPPLIERS }),
  'delivery.sign-off': rule('sign off a delivery that their organisation supplied', { organisation: SUPPLIERS.filter((role) => role !== 'analyst') }),
  // Themselves.
  'own.account': rule('look after their own sign-in', { own: EVERYBODY }),
  'own.work': rule('see their own work', { organisation: EVERYBODY }),
  'token.manage': rule('keep access tokens for programs', { own: ['analyst', 'data-quality-lead', 'policing-body-officer', 'administrator'] }),
  // The partnership.
  'partnership.read': rule('see the partnership, its organisations and its health', { partnership: EVERYBODY }),
  'partnership.edit': rule('change the partnership', { partnership: ['partnership-lead', 'administrator'] }),
  'organisation.edit': rule('add and change organisations', { partnership: ['partnership-lead', 'administrator'] }),
  'directory.read': rule('find the contact of an organisation', { partnership: EVERYBODY }),
  'contact.edit': rule('name an organisation’s point of contact', {
    partnership: ['partnership-lead', 'administrator'],
    organisation: [
      'supervisor',
      'chief-officer',
      'neighbourhoods-lead',
      'youth-justice',
      'childrens-social-care',
      'health',
      'education',
      'probation',
      'provider',
      'policing-body-officer',
    ],
  }),
  'seat.edit': rule('keep the core membership', { partnership: ['partnership-lead', 'administrator'] }),
  'person.read': rule('see a person’s record', {
    partnership: ['administrator', 'information-governance'],
    own: ALL_BUT('administrator', 'information-governance'),
  }),
  'person.manage': rule('invite people, give roles and end access', { partnership: ['administrator'] }),
  'terms.read': rule('read the terms of reference', { partnership: EVERYBODY }),
  'terms.acknowledge': rule('say that they have read the terms of reference', { own: EVERYBODY }),
  'terms.publish': rule('write and publish terms of reference', { partnership: ['partnership-lead', 'administrator'] }),
  'terms.receipts': rule('see who has read the terms of reference', { partnership: ['partnership-lead', 'administrator', 'information-governance'] }),
  'meeting.read': rule('see panels, meetings and decisions', { partnership: ALL_BUT('evaluator') }),
  'meeting.edit': rule('keep panels, meetings and decisions', {
    partnership: ['partnership-lead', 'administrator', 'policing-body-officer', 'serious-violence-lead', 'neighbourhoods-lead'],
  }),
  // Cases at panels, by reference: who works with single children, and of their own organisation alone, however far another permission reaches.
  'case.read': rule('follow a case that their organisation takes part in', { organisation: [...CASEWORK, 'chief-officer', 'policing-body-officer'] }),
  'case.refer': rule('bring a case to a panel', { organisation: CASEWORK }),
  'case.decide': rule('record what their organisation’s panel decides on a case', {
    organisation: ['childrens-social-care', 'youth-justice', 'serious-violence-lead', 'neighbourhoods-lead', 'partnership-lead', 'policing-body-officer'],
  }),
  'action.complete': rule('complete a meeting’s action', { partnership: ['partnership-lead', 'policing-body-officer'], organisation: EVERYBODY }),
  'product.edit': rule('keep the register of products', { partnership: ['partnership-lead', 'administrator', 'policing-body-officer', 'commissioner'] }),
  'product.confirm': rule('confirm that a product was received', { organisation: ALL_BUT('panel-member', 'evaluator') }),
  // Sharing, information governance.
  'agreement.read': rule('see sharing agreements', { partnership: ALL_BUT('panel-member') }),
  'agreement.edit': rule('keep sharing agreements', { partnership: ['information-governance'] }),
  'sharing.read': rule('see what is shared with whom, and what is withheld', { partnership: EVERYBODY }),
  'sharing.restrict': rule('withhold words of their organisation’s records, or share them again', {
    organisation: [...OWNERS, 'supervisor', 'information-governance'],
  }),
  'audit.read': rule('see the audit log', { partnership: ['information-governance'] }),
  'retention.read': rule('see what is due for review or disposal', { partnership: ['information-governance', 'administrator'] }),
  'retention.dispose': rule('dispose of records', { partnership: ['information-governance'] }),
  // Account.
  'inspection.read': rule('see inspections and recommendations', { partnership: EVERYBODY }),
  'inspection.edit': rule('put inspections and recommendations on file', { organisation: ['policing-body-officer'] }),
  'item.close': rule('close a recommendation', { organisation: ['chief-officer', ...BODY] }),
  'plan.read': rule('see plans and their evidence', {
    partnership: [...BODY, 'partnership-lead', 'chief-officer'],
    organisation: ALL_BUT('policing-body-officer', 'policing-body-lead', 'partnership-lead', 'chief-officer', 'panel-member', 'evaluator', 'provider'),
  }),
  'plan.edit': rule('plan the work on a recommendation', { organisation: OWNERS }),
  'evidence.add': rule('add evidence to a plan', { organisation: [...OWNERS, 'analyst', 'supervisor', 'data-quality-lead'] }),
  'document.read': rule('open a document', {
    partnership: [...BODY, 'information-governance'],
    organisation: ALL_BUT('policing-body-officer', 'policing-body-lead', 'information-governance', 'panel-member', 'evaluator', 'provider'),
  }),
  'response.read': rule('see the policing body’s response', { organisation: BODY }),
  'response.draft': rule('draft the response', { organisation: ['policing-body-officer'] }),
  'response.approve': rule('approve or return the response', { organisation: BODY }),
  'response.publish': rule('publish the response', { organisation: ['policing-body-officer'] }),
  'response.distribute': rule('record who the response was sent to', { organisation: ['policing-body-officer'] }),
  'chief-comment.write': rule('comment on a report as chief officer', { organisation: ['chief-officer'] }),
  'chief-comment.read': rule('see the chief officer’s comments', { organisation: ['chief-officer', ...BODY] }),
  'deadline.read': rule('see deadlines', { partnership: EVERYBODY }),
  'portal.export': rule('export for the monitoring portal', { partnership: ['policing-body-officer', 'chief-officer', 'criminal-justice-lead'] }),
  // The machine and the service itself.
  'job.read': rule('see the service’s jobs', { partnership: ['administrator', 'information-governance'], system: ['operator', 'service'] }),
  'operator.run': rule('run the service', { system: ['operator'] }),
  'service.run': rule('do the service’s own work', { system: ['service', 'operator'] }),
} as const satisfies Record<string, Rule>;

export type PolicyKey = keyof typeof POLICY;

export const policyKeys = Object.keys(POLICY) as readonly PolicyKey[];

export const isPolicyKey = (text: string): text is PolicyKey => Object.hasOwn(POLICY, text);

/** From the farthest; `own` and `organisation` both hold where a person has two roles, and the farther one counts. */
const ORDER: readonly Exclude<Reach, 'none'>[] = ['system', 'partnership', 'organisation', 'own', 'public'];

const reaches = new Map<string, Reach>(
  policyKeys.flatMap((key) =>
    [...ORDER].reverse().flatMap((reach) => {
      const grants: Grants = POLICY[key].grants;
      return (grants[reach] ?? []).map((role): [string, Reach] => [`${key} ${role}`, reach]);
    }),
  ),
);

/** How far one role’s permission reaches; `none` where it has none. */
export const reachOfRole = (role: string, key: PolicyKey): Reach => reaches.get(`${key} ${role}`) ?? 'none';

/** How far a person's permission reaches: the farthest of their roles. */
export function reachOf(who: Who, key: PolicyKey): Reach {
  let best = ORDER.length;
  for (const role of who.roles) {
    const reach = reachOfRole(role, key);
    if (reach !== 'none') best = Math.min(best, ORDER.indexOf(reach));
  }
  return ORDER[best] ?? 'none';
}

/** Whether somebody may do it to any record at all. Whose record is decided by the reach. */
export const can = (who: Who, key: PolicyKey): boolean => reachOf(who, key) !== 'none';

/** The policy as the register asks it. */
export const policy = {
  reach: (who: Who, key: string): Reach => (isPolicyKey(key) ? reachOf(who, key) : 'none'),
};
