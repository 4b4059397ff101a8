/**
 * A form with a file. Its fields come first, the token among them, so that a form of another session is refused before its file is read. A file
 * that is too large is read to its end and thrown away, so that the browser hears the answer and what was typed comes back with it.
 */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.ts';
import { checkForm, type FormBody, text, TOKEN } from './body.ts';

export const UPLOAD_BYTES = 25 * 1024 * 1024;
/** Not even thrown away past this: the connection is closed. */
const MOST_READ = 10 * UPLOAD_BYTES;
const FIELDS = 200;
const FIELD_BYTES = 256 * 1024;
/** All fields together, as for a form without a file. */
const FIELDS_BYTES = 1024 * 1024;

export interface UploadedFile {
  /** As the browser named it, without folders. A name only: never a path. */
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly fields: FormBody;
  /** Null where none was chosen, or it was refused. */
  readonly file: UploadedFile | null;
  /** Why the file was refused, in the user’s words; null where it was not. */
  readonly refused: string | null;
}

export const registerUploads = (app: FastifyInstance): PromiseLike<unknown> =>
  app.register(multipart, { throwFileSizeLimit: false, limits: { files: 1, fields: FIELDS, fieldSize: FIELD_BYTES, fieldNameSize: 100, headerPairs: 50 } });

/**
 * Reads a form sent as `multipart/form-data`. `most` is in bytes. `keep` is for who has no session any more: the fields are read to be kept for them, and
 * the file is not. The route is one of `guard(…, { upload: true })`.
 * @throws HeadwaterError `form-token` before the file is read, `too-large`, `not-a-form`
 */
export async function readUpload(request: FastifyRequest, options: { readonly most?: number; readonly keep?: boolean } = {}): Promise<Upload> {
  const most = options.most ?? UPLOAD_BYTES;
  if (!request.isMultipart())
    throw new HeadwaterError('bad-input', 'not-a-form', 'What was sent is not a form with a file', { advice: 'Go back and send it from the page.' });
  if (Number(request.headers['content-length'] ?? 0) > MOST_READ) throw tooLarge();
  const fields: Record<string, string | string[]> = {};
  let size = 0;
  let file: UploadedFile | null = null;
  let refused: string | null = null;
  let checked = options.keep === true;
  try {
    for await (const part of request.parts({ limits: { fileSize: most } })) {
      if (part.type === 'field') {
        const value = typeof part.value === 'string' ? part.value : '';
        size += value.length;
        if (size > FIELDS_BYTES || part.valueTruncated) throw tooLarge();
        add(fields, part.fieldname, value);
        continue;
      }
      if (!checked) {
        checkToken(request, fields);
        checked = true;
      }
      if (options.keep === true || part.filename === '' || part.filename === undefined) {
        part.file.resume();
        continue;
      }
      const bytes = await collect(part.file);
      if (part.file.truncated) refused = `The selected file must be smaller than ${megabytes(most)}`;
      else file = { name: part.filename.slice(0, 200), bytes };
    }
  } catch (error) {
    // The rest is thrown away as it comes: a browser that still sends does not listen.
    request.raw.unpipe();
    request.raw.resume();
    throw inWords(error);
  }
  if (!checked) checkToken(request, fields);
  return { fields, file, refused };
}

const checkToken = (request: FastifyRequest, fields: FormBody): void => {
  if (request.session !== null) checkForm(request, text(fields, TOKEN));
};

/** The chunks of a file that was cut at the limit are let go as soon as it is known. */
async function collect(stream: NodeJS.ReadableStream & { truncated: boolean }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return stream.truncated ? Buffer.alloc(0) : Buffer.concat(chunks);
}

function add(fields: Record<string, string | string[]>, name: string, value: string): void {
  if (!/^[\w.[\]-]{1,100}$/.test(name) || name === '__proto__') return;
  const held = Object.hasOwn(fields, name) ? fields[name] : undefined;
  fields[name] = held === undefined ? value : [...(typeof held === 'string' ? [held] : held), value];
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

const tooLarge = (): HeadwaterError =>
  new HeadwaterError('bad-input', 'too-large', 'What was sent is too large. Nothing was saved', {
    advice: `Choose a file smaller than ${megabytes(UPLOAD_BYTES)}, or shorten the text.`,
  });

function inWords(error: unknown): unknown {
  if (error instanceof HeadwaterError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^FST_(FILES|FIELDS|PARTS)_LIMIT$/.test(code)) return tooLarge();
  // The body ended in the middle, or is no form at all.
  return new HeadwaterError('bad-input', 'not-a-form', 'The file did not arrive whole. Nothing was saved', { advice: 'Send it again.', cause: error });
}
