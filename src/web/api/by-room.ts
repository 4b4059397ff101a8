/** Actions and reads as the page shows them: a table a room. Pure. */
import { can, POLICY } from '../../access/index.ts';
import type { Who } from '../../register/index.ts';
import { addressOf, type Call } from './calls.ts';
import { roomOf, rooms } from './rooms.ts';

export interface CallRow {
  readonly address: string;
  readonly title: string;
  readonly kind: Call['kind'];
  readonly permission: string;
  readonly may: boolean;
}

export const byRoom = (calls: readonly Call[], who: Who): { readonly name: string; readonly calls: readonly CallRow[] }[] =>
  [...rooms, 'Other']
    .map((name) => ({
      name,
      calls: calls
        .filter((call) => (roomOf(call.name) ?? 'Other') === name)
        .map((call) => ({ address: addressOf(call), title: call.title, kind: call.kind, permission: POLICY[call.allowed].title, may: can(who, call.allowed) })),
    }))
    .filter((room) => room.calls.length > 0);
