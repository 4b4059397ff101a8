/** A file on its way into the register. In an action's input it is told apart by its hash: the input of a repeated request is compared, and 25 MB of it never written out. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export interface FileContent {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: Buffer;
  readonly toJSON: () => unknown;
}

/** @param name as whoever sent it called it */
export function fileContent(name: string, bytes: Buffer): FileContent {
  const sha256 = createHash('sha256').update(bytes).digest();
  const content = Object.freeze({ name, bytes, sha256, toJSON: () => ({ name, sha256: sha256.toString('hex') }) });
  made.add(content);
  return content;
}

/** One made otherwise might have another hash than its bytes, or write them out. */
const made = new WeakSet<object>();

const isFileContent = (given: unknown): given is FileContent => typeof given === 'object' && given !== null && made.has(given);

const fields = new WeakSet<object>();

/** `ask` says what to do where none was chosen. */
export function requiredFile(ask: string) {
  const field = z.custom<FileContent>(isFileContent, ask);
  fields.add(field);
  return field;
}

/** Whether a field of an input is a file: its schema cannot tell. */
export const isFileField = (field: unknown): boolean => typeof field === 'object' && field !== null && fields.has(field);
