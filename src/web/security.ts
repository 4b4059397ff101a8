/**
 * The web’s own walls. The server listens on loopback unless a proxy with HTTPS stands before it or whoever starts it says otherwise; it answers to names
 * that it knows only (a web page elsewhere cannot rebind its own name onto it); and its pages can run nothing but our own scripts.
 */
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { HeadwaterError } from '../errors.ts';

/** Requests a minute from one address. A board that is being brushed asks about ten times a second. */
export const REQUESTS_A_MINUTE = 6_000;
const HSTS_SECONDS = 365 * 24 * 3600;

export interface SecurityOptions {
  /** Names that the `Host` header may carry beside the loopback ones. */
  readonly hosts: readonly string[];
  /** Requests a minute from one address; 0 for no limit (benchmarks). */
  readonly requestsAMinute: number;
  /** Browsers reach it by HTTPS, and are told to use nothing else. */
  readonly https: boolean;
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

export interface Listening {
  readonly host: string;
  /** HEADWATER_ALLOW_REMOTE=yes: something else decides who may reach it. */
  readonly allowRemote: boolean;
  /** HEADWATER_PUBLIC_URL, or null. */
  readonly publicUrl: URL | null;
}

/**
 * Whether others than this machine can reach the server: directly, or through the proxy that its public address says is there.
 * @throws HeadwaterError `host-not-loopback` where passwords would cross the network in the clear
 */
export function isReachable({ host, allowRemote, publicUrl }: Listening): boolean {
  const elsewhere = publicUrl !== null && !isLoopback(publicUrl.hostname);
  if (isLoopback(host)) return elsewhere || allowRemote;
  if (allowRemote || publicUrl?.protocol === 'https:') return true;
  throw new HeadwaterError(
    'refused',
    'host-not-loopback',
    `Will not listen on ${host}: without HTTPS before it, passwords would cross the network in the clear.`,
    {
      advice:
        'Leave HOST unset to listen on this machine only. Behind a proxy that ends HTTPS, set HEADWATER_PUBLIC_URL to its https:// address. If something else protects the way, set HEADWATER_ALLOW_REMOTE=yes.',
    },
  );
}

/** @throws HeadwaterError `demonstration-not-loopback`: anybody could come in as anybody */
export function refuseDemonstration(reachable: boolean, demonstration: boolean): void {
  if (!reachable || !demonstration) return;
  throw new HeadwaterError('refused', 'demonstration-not-loopback', 'Will not serve a demonstration to other machines: everybody could sign in as anybody.', {
    advice: 'Leave HOST, HEADWATER_PUBLIC_URL and HEADWATER_ALLOW_REMOTE unset, or use another data home.',
  });
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
    // Plain HTTP on loopback has nothing to be strict about.
    strictTransportSecurity: options.https ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
    // The address of a page may name a case; no other site learns it.
    referrerPolicy: { policy: 'same-origin' },
  });
  if (options.requestsAMinute > 0) await app.register(rateLimit, { max: options.requestsAMinute, timeWindow: '1 minute' });

  app.addHook('onRequest', async (request, reply) => {
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()');
    if (!isLoopback(request.hostname) && !options.hosts.includes(request.hostname)) {
      throw new HeadwaterError('bad-input', 'host-unknown', 'This service does not answer to the name in that address', {
        advice: 'Use the address that you were given for it, or on this machine http://localhost with the port that the server printed when it started.',
      });
    }
  });
}
