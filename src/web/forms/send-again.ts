/**
 * A form that was sent while the register did not answer. Who sent it cannot be known at that moment, so nothing is kept on the server: the page that
 * says so holds what was typed, and sends it again as it was, with its token and its key.
 */
import type { FastifyRequest } from 'fastify';
import type { Problem } from '../../errors.ts';
import { bringsForm } from '../problem.ts';
import { bodyOf, type FormBody } from './body.ts';
import { readUpload } from './upload.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Fields of a form with a file, once they have been read. */
    typed: FormBody | null;
  }
}

export interface SendAgain {
  readonly action: string;
  /** Every field as it came. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Those that a person typed or chose. */
  readonly typed: readonly { readonly label: string; readonly value: string }[];
  /** It may have had a file, which a page cannot hold. */
  readonly upload: boolean;
}

/** Neither a page nor the register may hold these. */
const SECRET = /pass|secret|^(?:present|again|code)$/i;
export const holdsSecret = (body: FormBody): boolean => Object.keys(body).some((name) => SECRET.test(name));

/** Reads the fields of a form with a file, and lets the file go. */
export async function readTyped(request: FastifyRequest): Promise<void> {
  if (request.isMultipart()) request.typed = (await readUpload(request, { keep: true })).fields;
}

/** Null where there is nothing to send again, or it holds a password. */
export function sendAgain(request: FastifyRequest, problem: Problem): SendAgain | null {
  if (problem.type !== 'urn:headwater:error:register-away' || !bringsForm(request)) return null;
  const body = request.typed ?? bodyOf(request);
  const fields = Object.entries(body).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
  if (fields.length === 0 || holdsSecret(body)) return null;
  return {
    action: request.url,
    fields,
    typed: fields.filter(({ name, value }) => !name.startsWith('_') && value.trim() !== '').map(({ name, value }) => ({ label: words(name), value })),
    upload: request.isMultipart(),
  };
}

/** `dueOn-day` as `Due on day`. */
function words(name: string): string {
  const text = name
    .replaceAll(/[-_.[\]]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
