/** Documents in the register: what was uploaded, looked at before it is let in, and whose it is. */
import { z } from 'zod';
import { asService, defineRead } from '../../access/index.ts';
import { inspectUpload } from '../../documents/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { badField, type Setting, type Tx } from '../../register/index.ts';
import { ownOrganisation } from '../inspections/index.ts';
import type { FileContent } from './content.ts';

/** The largest document taken in: 25 MB. */
export const DOCUMENT_BYTES = 25 * 2 ** 20;

/**
 * Looks at a file's content and keeps it for the organisation of whoever sent it. Gives its id.
 * @param field of the form, for the words of a refusal: macros, programs, what is damaged or too large
 */
export async function storeDocument(tx: Tx, file: FileContent, field: string, { who, at }: Setting): Promise<string> {
  const looked = await inspectUpload(file.bytes, file.name, { bytes: DOCUMENT_BYTES }).catch((error: unknown) => {
    if (error instanceof HeadwaterError && error.kind !== 'fault')
      throw badField(field, [error.message.replace(/\.?$/, '.'), error.advice ?? ''].join(' ').trim());
    throw error;
  });
  const { id } = await tx
    .insertInto('document')
    .values({
      organisationId: ownOrganisation(who),
      name: looked.name,
      mediaType: looked.mediaType,
      bytes: file.bytes.length,
      sha256: file.sha256,
      content: file.bytes,
      reviewOn: null,
      createdAt: at,
      createdBy: who.personId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface DocumentFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

const noSuchDocument = (): HeadwaterError =>
  new HeadwaterError('not-found', 'no-such-document', 'There is no such document, or it is not one that you may open', {
    advice: 'Go back to the page that led here.',
  });

/**
 * A document whole. What stands behind a report under embargo is opened by whoever filed the report alone: row security hides the evidence, and with it the
 * way here. That it was opened is on record.
 */
export const readDocument = defineRead({
  name: 'document.read',
  title: 'Open a document',
  allowed: 'document.read',
  input: z.object({ id: z.string().max(60) }),
  async answer(tx, { id }, { who }): Promise<DocumentFile> {
    if (!z.uuid().safeParse(id).success) throw noSuchDocument();
    const found = await tx.selectFrom('document').select(['id', 'name', 'mediaType', 'content', 'organisationId']).where('id', '=', id).executeTakeFirst();
    if (found === undefined) throw noSuchDocument();
    const cited = await tx.selectFrom('evidence').select('id').where('documentId', '=', id).executeTakeFirst();
    const theirs = found.organisationId === who.organisationId;
    if (!theirs && cited === undefined && (await isEvidence(tx, id))) throw noSuchDocument();
    return { id: found.id, name: found.name, mediaType: found.mediaType, content: found.content };
  },
  audit: ({ id }) => ({ subject: { type: 'document', id } }),
});

/** Whether anything cites it, seen or not: a document of evidence that cannot be seen is not opened by its address. */
async function isEvidence(tx: Tx, id: string): Promise<boolean> {
  const any = await asService(tx, () => tx.selectFrom('evidence').select('id').where('documentId', '=', id).executeTakeFirst());
  return any !== undefined;
}
