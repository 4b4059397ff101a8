/**
 * Documents that a policing body publishes or receives: one plain model, its renderings as a page, a Word file and an OpenDocument file, and the check of
 * a file that somebody uploads. It knows nothing of the register.
 */

export { renderDocx } from './docx/package.ts';
export { type HtmlOptions, renderHtml } from './html/render.ts';
export { inspectUpload, MAX_UPLOAD, type Upload } from './inspect.ts';
export {
  type Block,
  bold,
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
  note,
  type Paragraph,
  paragraph,
  type Run,
  run,
  type Table,
  type TickList,
} from './model.ts';
export { renderOdt } from './odt/package.ts';
export { plainText } from './plain.ts';
export { paragraphs } from './prose.ts';
export { textOf } from './text-of.ts';
export { MAX_NAME, type UploadKind } from './upload/name.ts';
