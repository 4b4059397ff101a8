/**
 * Documents that a policing body publishes or receives: one plain model, its renderings as a page, a Word file and an OpenDocument file, and the check of
 * a file that somebody uploads. It knows nothing of the register.
 */

export { renderDocx } from './docx/package.ts';
export { type HtmlOptions, renderHtml } from './html/render.ts';
export { inspectUpload, type Upload } from './inspect.ts';
export {
  type Block,
  type Cell,
  type CellBlock,
  type Details,
  type Doc,
  type DocumentMeta,
  document,
  type Heading,
  heading,
  type Item,
  type List,
  link,
  type Note,
  type Paragraph,
  paragraph,
  type Run,
  type Table,
  type TickList,
} from './model.ts';
export { renderOdt } from './odt/package.ts';
export { plainText } from './plain.ts';
export { paragraphs } from './prose.ts';
export {
  type DistributionTick,
  norfolkLayout,
  type OthersItem,
  type ResponseDocumentData,
  type ResponseItem,
  type ResponseItemKind,
  type ResponsePosition,
  staffordshireLayout,
} from './response/index.ts';
export { textOf } from './text-of.ts';
export type { UploadKind } from './upload/name.ts';
