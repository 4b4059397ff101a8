/** Who asks with an access token: under /api only, in the Authorization header only. No cookie counts beside it, so no other site can make a browser ask. */
import type { FastifyRequest } from 'fastify';
import { findToken } from '../access/sign-in/index.ts';
import { HeadwaterError } from '../errors.ts';
import type { Register, Who } from '../register/index.ts';

/** Requests a minute with one token, on one server. */
export const TOKEN_REQUESTS_A_MINUTE = 600;
/** Tokens that were none, from one address in a minute. */
const WRONG_A_MINUTE = 20;
const MINUTE_MS = 60_000;

export const bearerOf = (request: FastifyRequest): string | null => {
  const header = request.headers.authorization;
  if (header === undefined || !request.url.startsWith('/api/')) return null;
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
};

export function makeBearer(register: Register, now: () => number = Date.now): (request: FastifyRequest, token: string) => Promise<Who> {
  const used = meter(TOKEN_REQUESTS_A_MINUTE, now);
  const wrong = meter(WRONG_A_MINUTE, now);
  return async (request, token) => {
    if (wrong.full(request.ip)) throw tooOften();
    const found = await findToken(register, token);
    if (found === null) {
      wrong.take(request.ip);
      throw new HeadwaterError('unknown-person', 'token-unknown', 'That access token is not good, or not any more', {
        advice: 'Make a new one under your name, and send it as: Authorization: Bearer TOKEN.',
      });
    }
    if (!used.take(found.id)) throw tooOften();
    return found.who;
  };
}

const tooOften = (): HeadwaterError =>
  new HeadwaterError('too-often', 'too-many', 'Too many requests with this token', { advice: 'Wait a minute, then try again.' });

/** So many in each minute, by key. */
function meter(most: number, now: () => number) {
  let minute = 0;
  let counts = new Map<string, number>();
  const present = (): Map<string, number> => {
    const at = Math.floor(now() / MINUTE_MS);
    if (at !== minute) {
      minute = at;
      counts = new Map();
    }
    return counts;
  };
  return {
    full: (key: string): boolean => (present().get(key) ?? 0) >= most,
    take(key: string): boolean {
      const held = present();
      const n = (held.get(key) ?? 0) + 1;
      held.set(key, n);
      return n <= most;
    },
  };
}
