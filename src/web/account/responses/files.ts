/** A document as a file to download. */
import type { FastifyReply } from 'fastify';
import { type Doc, renderDocx, renderOdt } from '../../../documents/index.ts';

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
} as const;

export type FileType = keyof typeof TYPES;

export const fileType = (asked: string | null): FileType => (asked === 'odt' ? 'odt' : 'docx');

/** `name` is letters, digits and hyphens. */
export function sendFile(reply: FastifyReply, doc: Doc, type: FileType, name: string): FastifyReply {
  return reply
    .type(TYPES[type])
    .header('content-disposition', `attachment; filename="${name.replaceAll(/[^a-z0-9-]/gi, '')}.${type}"`)
    .header('cache-control', 'no-store')
    .send(type === 'docx' ? renderDocx(doc) : renderOdt(doc));
}
