/**
 * Until people can sign in, whoever reaches the server may read it. So it listens on loopback only, answers to loopback names only (a web
 * page elsewhere cannot rebind its own name onto it), and sends pages that can run nothing but our own scripts.
 */
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { HeadwaterError } from '../errors.ts';

/** Requests a minute from one address. A board that is being brushed asks about ten times a second. */
export const REQUESTS_A_MINUTE = 6_000;

export interface SecurityOptions {
  /** Names that the `Host` header may carry beside the loopback ones. */
  readonly hosts: readonly string[];
  /** Requests a minute from one address; 0 for no limit (benchmarks). */
  readonly requestsAMinute: number;
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Throws unless `host` is a loopback address, or the person who starts the server says by `allowRemote` that who can reach it is controlled
 * in some other way.
 */
export function requireLoopback(host: string, allowRemote: boolean): void {
  if (allowRemote || isLoopback(host)) return;
  throw new HeadwaterError(
    'refused',
    'host-not-loopback',
    `Will not listen on ${host}: nobody can sign in yet, so anyone who can reach that address could read the data.`,
    {
      advice: 'Leave HOST unset to listen on this machine only. If something else in front of it decides who may come in, set HEADWATER_ALLOW_REMOTE=yes.',
    },
  );
}

export async function secure(app: FastifyInstance, options: SecurityOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Plain HTTP on loopback: there is nothing to be strict about.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  if (options.requestsAMinute > 0) await app.register(rateLimit, { max: options.requestsAMinute, timeWindow: '1 minute' });

  app.addHook('onRequest', async (request) => {
    if (!isLoopback(request.hostname) && !options.hosts.includes(request.hostname)) {
      throw new HeadwaterError('bad-input', 'host-unknown', 'This service does not answer to the name in that address', {
        advice: 'Use http://localhost with the port that the server printed when it started.',
      });
    }
  });
}
