/**
 * Actions and reads over the API: an address each, POST with the input as JSON. Reads are POST too: their input may have levels, may name people and so
 * does not belong into an address that is logged, and some are recorded. The permission stands on each route as it does on a page.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { can, isPolicyKey, type PolicyKey } from '../../access/index.ts';
import { fileFields, jsonText, unpackFiles } from '../../account/documents/index.ts';
import { HeadwaterError } from '../../errors.ts';
import type { Acting, AnyAction, AnyRead } from '../../register/index.ts';
import { guard } from '../guard.ts';
import { urls } from '../urls.ts';

export type Call = (AnyAction | AnyRead) & { readonly allowed: PolicyKey };

/** A document of 25 MB in base64, and a form with long texts. */
const WITH_FILE = 36 * 2 ** 20;
const PLAIN = 2 ** 20;

/** What no role has: the service's own work, and that of whoever runs the machine. */
const INSIDE = new Set<PolicyKey>(['service.run', 'operator.run']);

/** Every action, then every read, that somebody may call; in the order of their names. */
export function callsOf(acting: Acting | null): readonly Call[] {
  if (acting === null) return [];
  return [acting.actions, acting.reads].flatMap((each) =>
    [...each.values()]
      .flatMap((call): Call[] => {
        const { allowed } = call;
        return isPolicyKey(allowed) && !INSIDE.has(allowed) ? [{ ...call, allowed }] : [];
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

export const addressOf = (call: Call): string => (call.kind === 'action' ? urls.apiAction(call.name) : urls.apiRead(call.name));

export function registerCalls(app: FastifyInstance, acting: Acting | null): void {
  if (acting === null) return;
  for (const call of callsOf(acting)) {
    const large = fileFields(call.input).length > 0;
    app.post(
      addressOf(call),
      {
        ...guard(call.allowed, { ownBody: true }),
        bodyLimit: large ? WITH_FILE : PLAIN,
        // Before 36 MB are read for nothing.
        ...(large ? { onRequest: async (request: FastifyRequest) => knownFirst(request, call) } : {}),
        preHandler: async (request) => jsonOnly(request),
      },
      async (request, reply) => answer(reply, await perform(acting, call, request)),
    );
  }
}

function perform(acting: Acting, call: Call, request: FastifyRequest): Promise<unknown> {
  const input = unpackFiles(call.input, request.body);
  if (call.kind === 'read') return acting.read(call, input, request.who);
  const key = request.headers['idempotency-key'];
  if (key === undefined) return acting.act(call, input, request.who);
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new HeadwaterError('bad-input', 'key', 'The Idempotency-Key is not one', {
      advice: 'Give 1 to 200 letters, digits or signs without a space: a UUID.',
    });
  }
  return acting.act(call, input, request.who, { key });
}

function knownFirst(request: FastifyRequest, call: Call): void {
  if (can(request.who, call.allowed) || request.who.kind !== 'public') return;
  throw new HeadwaterError('unknown-person', 'sign-in-first', 'You need to sign in', { advice: 'Send the session cookie of a browser, or an access token.' });
}

/** A form of another site can send text and files with our cookie, and never this type. */
function jsonOnly(request: FastifyRequest): void {
  if (/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return;
  throw Object.assign(new Error('not JSON'), { statusCode: 415 });
}

const answer = (reply: FastifyReply, result: unknown): FastifyReply =>
  reply.type('application/json; charset=utf-8').header('cache-control', 'no-store').send(jsonText(result));
