/** Who acts or reads. Made once a request, from the session, and handed through; nothing below the border asks again. */

/** The border that a deed came through. */
export type Via = 'page' | 'api' | 'cli' | 'job';

export interface Who {
  /** `person` has signed in, `public` has not; `operator` runs the command on the machine; `job` is the service itself, by the clock. */
  readonly kind: 'person' | 'public' | 'operator' | 'job';
  readonly personId: string | null;
  readonly name: string;
  /** The organisation that the person acts for now: one of their memberships. */
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  /** Roles of that membership (`access/roles.ts`). */
  readonly roles: readonly string[];
  readonly via: Via;
}

/** How far a permission reaches. `system` is for the service's own work, sign-in above all. */
export type Reach = 'system' | 'partnership' | 'organisation' | 'own' | 'public' | 'none';

/** The policy table as the register asks it (`access/policy.ts` is the one that runs). */
export interface Policy {
  reach(who: Who, key: string): Reach;
}

const nobody = { personId: null, organisationId: null, organisationName: null } as const;

/** Somebody who has not signed in. */
export const PUBLIC: Who = { ...nobody, kind: 'public', name: 'Member of the public', roles: ['public'], via: 'page' };

/** Who runs the command on the machine that holds the data home, and may do there what its files allow anyway. */
export const OPERATOR: Who = { ...nobody, kind: 'operator', name: 'Operator of this machine', roles: ['operator'], via: 'cli' };

/** The service at work by itself. */
export const SERVICE: Who = { ...nobody, kind: 'job', name: 'Headwater', roles: ['service'], via: 'job' };
