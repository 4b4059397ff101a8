/**
 * Failures as people and programs read them. Pages get HTML; anything under /api, any address that ends in .json or .csv, and any client that
 * asks for JSON before HTML gets RFC 9457 problem details. A fault of ours says nothing of its inside: that goes to the log.
 */
import type { FastifyError, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { HeadwaterError, type Problem } from '../errors.ts';

export type { Problem };

/** Statuses that fastify and its plugins give by themselves, in plain words. */
const OWN_WORDS = new Map<number, readonly [code: string, title: string, detail: string]>([
  [400, ['bad-request', 'The request could not be understood', 'Check the address, or go back and try again.']],
  [404, ['not-found', 'Page not found', 'If you typed the address, check it is correct. If you followed a link, what it led to may have been removed.']],
  [
    405,
    ['method', 'That cannot be done at this address', 'Go back and try again from the page. The API says at /api which addresses take GET and which POST.'],
  ],
  [413, ['too-large', 'What was sent is too large', 'Send less at once, or ask with fewer filters.']],
  [414, ['too-long', 'The address is too long', 'Ask with fewer filters.']],
  [415, ['media-type', 'That kind of content is not accepted here', 'Send JSON, with the header Content-Type: application/json.']],
  [429, ['too-many', 'Too many requests', 'Wait a minute, then try again.']],
]);

export function problemOf(error: unknown): Problem {
  if (error instanceof HeadwaterError) {
    // A fault's message is meant for the log; everything else was written for the user.
    return error.kind === 'fault' ? fault(error.code) : error.toProblem();
  }
  if (error instanceof ZodError) {
    const first = error.issues[0];
    const field = first?.path.join('.') ?? '';
    const title = field === '' ? 'The request could not be understood' : `There is a problem with ‘${field}’`;
    return { type: 'urn:headwater:error:bad-request', title, status: 400, ...(first ? { detail: first.message } : {}) };
  }
  const status = (error as Partial<FastifyError> | null)?.statusCode ?? 500;
  return ownWords(status);
}

/** Problem details for a status that needs no more said; those of a fault for any that has no words. */
export function ownWords(status: number): Problem {
  const words = OWN_WORDS.get(status);
  return words ? { type: `urn:headwater:error:${words[0]}`, title: words[1], status, detail: words[2] } : fault('unexpected');
}

function fault(code: string): Problem {
  return {
    type: `urn:headwater:error:${code}`,
    title: 'Sorry, there is a problem with the service',
    status: 500,
    detail: 'Nothing has been lost. Try again in a moment; if it happens again, whoever runs this service can find what went wrong in its log.',
  };
}

/** True where the answer should be problem details, not a page. */
export function wantsProblem(request: Pick<FastifyRequest, 'url' | 'headers'>): boolean {
  const path = request.url.split('?')[0] ?? '';
  if (path.startsWith('/api/') || /\.(json|csv)$/.test(path)) return true;
  const accept = request.headers.accept ?? '';
  const json = accept.search(/application\/(problem\+)?json/);
  const html = accept.indexOf('text/html');
  return json >= 0 && (html < 0 || json < html);
}

/** True for what a form of a page sends. Its body need not have been read. */
export const bringsForm = (request: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): boolean =>
  request.method === 'POST' &&
  !wantsProblem(request) &&
  /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(request.headers['content-type'] ?? '');
