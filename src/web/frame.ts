/** What stands around every page: where we are, who looks, what the page before left to say. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { can, formToken, type PolicyKey, roleTitle } from '../access/index.ts';
import type { Manifest } from '../warehouse/index.ts';
import { takeDone } from './done.ts';
import { sessionToken } from './identity.ts';
import { type Standing, standingOf } from './standing.ts';

export interface Frame extends Standing {
  /** Address of the page asked for, for the navigation's present item. */
  readonly path: string;
  /** The partnership’s own name, in the words its area uses; empty until it has one. */
  readonly partnership: string;
  readonly demonstration: boolean;
  /** There is a register to sign in to. */
  readonly canSignIn: boolean;
  /** Null for who has not signed in. */
  readonly person: PersonView | null;
  /** For the hidden field of every form; empty where nobody is signed in. */
  readonly formToken: string;
  /** Until the session ends by itself; null where nobody is signed in. */
  readonly secondsLeft: number | null;
  readonly done: string | null;
  /** Whether who looks may do what a key of the policy table names, so that no page offers what would be refused. */
  readonly can: (key: PolicyKey) => boolean;
}

export interface PersonView {
  readonly name: string;
  readonly organisation: string | null;
  readonly roles: string;
  readonly demonstration: boolean;
  readonly memberships: readonly { readonly id: string; readonly text: string; readonly chosen: boolean }[];
}

/** What is known of the partnership, for every page. */
export interface Partnership {
  readonly name: string;
  readonly demonstration: boolean;
  /** Who has not signed in may see protected figures. */
  readonly publicPicture: boolean;
}

export function frameOf(request: FastifyRequest, reply: FastifyReply, manifest: Manifest, partnership: Partnership | null): Frame {
  const { who, session } = request;
  const token = sessionToken(request);
  return {
    path: request.url.split('?')[0] ?? '/',
    ...standingOf(manifest),
    partnership: partnership?.name ?? '',
    demonstration: partnership?.demonstration ?? false,
    canSignIn: partnership !== null && request.away === null,
    person: who.kind !== 'person' ? null : personView(request),
    formToken: session !== null && token !== null ? formToken(token) : '',
    secondsLeft: session?.secondsLeft ?? null,
    done: takeDone(request, reply),
    can: (key) => can(who, key),
  };
}

function personView({ who, session }: FastifyRequest): PersonView {
  return {
    name: who.name,
    organisation: who.organisationName,
    roles: who.roles.map(roleTitle).join(', '),
    demonstration: session?.method === 'demonstration',
    memberships: (session?.memberships ?? []).map((each) => ({
      id: each.id,
      text: `${each.organisation}: ${each.roles.map(roleTitle).join(', ')}`,
      chosen: each.id === session?.membershipId,
    })),
  };
}
