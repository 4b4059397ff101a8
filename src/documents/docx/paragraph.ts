import { escapeText } from '../xml/text.ts';

/** A paragraph of a style; `extra` goes into its properties after the style's name. */
export function paragraphXml(style: string, content: string, extra = ''): string {
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${extra}</w:pPr>${content}</w:p>`;
}

/** Words with their line ends and tabs, in one run with the properties given. */
export function textXml(text: string, properties: string): string {
  const content = escapeText(text)
    .split(/(\n|\t)/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '\n' ? '<w:br/>' : piece === '\t' ? '<w:tab/>' : `<w:t xml:space="preserve">${piece}</w:t>`))
    .join('');
  return content === '' ? '' : `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}${content}</w:r>`;
}
