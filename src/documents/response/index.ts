/** Responses under section 55 of the Police Act 1996: one set of data, and the layouts that two policing bodies publish it in. */
import type { Doc } from '../model.ts';
import { plainText } from '../plain.ts';

export type { DistributionTick, OthersItem, ResponseDocumentData, ResponseItem, ResponseItemKind, ResponsePosition } from './data.ts';
export { norfolkLayout } from './norfolk.ts';
export { staffordshireLayout } from './staffordshire.ts';

/** A response's words in reading order, to compare with what was published: blocks parted by blank lines, a tab between the cells of a row. */
export const responseText = (doc: Doc): string => plainText(doc);
