import { readXml, type XmlElement } from '../xml/read.ts';
import type { Archive } from './archive.ts';
import { decodeXml } from './decode.ts';
import { encrypted, hasEmbedded, hasMacros, reachesOut, unknownKind } from './refusal.ts';

const KINDS: Record<string, 'odt' | 'ods'> = {
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
};
const XLINK = 'http://www.w3.org/1999/xlink';

/** Which parts the check reads. */
export const isOpenDocumentPart = (name: string): boolean => name === 'mimetype' || /\.(?:xml|rdf)$/i.test(name);

/**
 * What an OpenDocument package is, by its `mimetype`. Refuses macros and event handlers, OLE objects, plug-ins, frames and other packages, encryption, and
 * anything that is fetched on opening.
 */
export function inspectOpenDocument(archive: Archive): 'odt' | 'ods' {
  for (const name of archive.names) {
    if (/(?:^|\/)(?:basic|scripts|dialogs)\//i.test(name)) throw hasMacros(name);
    if (/\.(?:bin|ole|exe|dll|jar|docx?|xlsx?|od[tsp]|html?)$/i.test(name)) throw hasEmbedded(name);
  }
  const kind = KINDS[archive.parts.get('mimetype')?.toString('latin1').trim() ?? ''];
  if (kind === undefined) throw unknownKind('the mimetype of the package');
  for (const [name, part] of archive.parts) {
    if (name !== 'mimetype') readXml(decodeXml(part), { open: (element) => checkElement(element, name) });
  }
  return kind;
}

function checkElement(element: XmlElement, part: string): void {
  const where = `${part}: ${element.local}`;
  const vocabulary = element.uri.split(':').at(-2) ?? '';
  if (element.local === 'encryption-data') throw encrypted(where);
  if (element.local === 'event-listener' || (element.local === 'script' && ['office', 'text'].includes(vocabulary))) throw hasMacros(where);
  if (['object-ole', 'plugin', 'applet', 'floating-frame'].includes(element.local)) throw hasEmbedded(where);
  if (/^dde-/.test(element.local)) throw reachesOut(where);
  const href = element.attribute(XLINK, 'href');
  // A link waits for a click, and a form's address for a button; all else is drawn in when the file is opened.
  if (href !== null && !(element.local === 'a' || isHarmlessTemplate(element, href)) && leavesPackage(href)) throw reachesOut(where);
}

/** LibreOffice notes the template on the author's own disk; it is not fetched from there, but from the network it would be. */
function isHarmlessTemplate(element: XmlElement, href: string): boolean {
  return element.local === 'template' && !/^(?:https?|ftp|smb|vnd\.[\w.-]+|webdavs?|file:\/\/[^/]+\/|\\\\|\/\/)/i.test(href);
}

/** Addresses within a package are relative, and "../" leaves it (ODF 1.3 part 2, section 3.6). */
function leavesPackage(href: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|\/|\\|\.\.\/)/i.test(href.trim());
}
