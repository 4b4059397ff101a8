/** Validation of deliveries: noted, queried, answered, signed off. */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { noteDeliveries } from './known.ts';
import { answerQuery, closeQuery, raiseQuery } from './queries.ts';
import { askedQuery, deliveryValidation, listQueries, queryOptions, readQuery, suppliedDeliveries, suppliedDelivery, validationStanding } from './reads.ts';
import { signOffDelivery, withdrawSignOff } from './sign-off.ts';

export { type DeliveryFacts, type KnownDelivery, knownOf, noteDeliveries } from './known.ts';
export { answerQuery, closeQuery, raiseQuery } from './queries.ts';
export * from './reads.ts';
export { signOffDelivery, withdrawSignOff } from './sign-off.ts';
export type { QueryState } from './state.ts';

export const validationActions: readonly AnyAction[] = [noteDeliveries, raiseQuery, answerQuery, closeQuery, signOffDelivery, withdrawSignOff];
export const validationReads: readonly AnyRead[] = [
  listQueries,
  readQuery,
  deliveryValidation,
  queryOptions,
  suppliedDeliveries,
  suppliedDelivery,
  askedQuery,
  validationStanding,
];
