/**
 * Whose sign-in needs a second factor: roles that reach beyond their own organisation in a sensitive way. One of these in any of a person’s memberships is
 * enough, because one session can act for all of them. Everybody else may set one up, and is asked for it from then on.
 */
import { type Role, roleIds } from '../roles.ts';

export const SECOND_FACTOR_ROLES: readonly Role[] = [
  'administrator',
  'information-governance',
  'policing-body-officer',
  'policing-body-lead',
  'chief-officer',
  'analyst',
];

export const needsSecondFactor = (roles: readonly string[]): boolean => SECOND_FACTOR_ROLES.some((role) => roles.includes(role));

/** For the test that no role with the whole partnership’s records in reach is forgotten. */
export const rolesWithoutSecondFactor: readonly Role[] = roleIds.filter((role) => !SECOND_FACTOR_ROLES.includes(role));
