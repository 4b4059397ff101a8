import { HeadwaterError } from '../../errors.ts';
import { namespaces } from './namespaces.ts';
import { decodeReferences } from './references.ts';

/** A name with its prefix resolved. Attributes without a prefix are in no namespace ('' here). */
export interface XmlName {
  readonly uri: string;
  readonly local: string;
}

export interface XmlElement extends XmlName {
  /** The value of an attribute, or null. */
  attribute(uri: string, local: string): string | null;
  /** All attributes, those that declare namespaces left out. */
  readonly attributes: readonly (XmlName & { readonly value: string })[];
}

export interface XmlHandler {
  open?(element: XmlElement): void;
  text?(text: string): void;
  close?(name: XmlName): void;
}

const MAX_DEPTH = 256;
const NAME = '[\\p{L}_][\\p{L}\\p{N}\\p{M}._·-]*';
const QNAME = `${NAME}(?::${NAME})?`;
const START = new RegExp(`<(${QNAME})((?:\\s+${QNAME}\\s*=\\s*(?:"[^<"]*"|'[^<']*'))*)\\s*(/?)>`, 'uy');
const ATTRIBUTE = new RegExp(`\\s+(${QNAME})\\s*=\\s*(?:"([^<"]*)"|'([^<']*)')`, 'uy');
const END = new RegExp(`</(${QNAME})\\s*>`, 'uy');
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them, which is what is checked
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/u;

/**
 * Reads XML 1.0 with namespaces, and calls the handler on the way. It is strict, and knows no document types: a DOCTYPE is refused, so there are no entities to
 * expand and nothing is fetched. Throws `document-xml` for what is not well-formed.
 */
export function readXml(xml: string, handler: XmlHandler): void {
  const source = xml.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (ILLEGAL.test(source)) throw malformed('a character that XML cannot hold');
  const scopes = namespaces();
  const open: { raw: string; name: XmlName }[] = [];
  let at = 0;
  let rooted = false;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    const text = source.slice(at, next === -1 ? source.length : next);
    if (text !== '') {
      const words = decodeReferences(text, malformed);
      if (open.length > 0) handler.text?.(words);
      else if (text.trim() !== '') throw malformed('words outside the root');
    }
    if (next === -1) break;
    at = next;
    if (source.startsWith('<!--', at)) at = past(source, '-->', at + 4);
    else if (source.startsWith('<![CDATA[', at)) {
      if (open.length === 0) throw malformed('words outside the root');
      const end = past(source, ']]>', at + 9);
      handler.text?.(source.slice(at + 9, end - 3));
      at = end;
    } else if (source.startsWith('<?', at)) at = past(source, '?>', at + 2);
    else if (source.startsWith('<!', at)) throw malformed('a document type, which is refused');
    else if (source.startsWith('</', at)) {
      const raw = match(END, source, at)[1];
      const last = open.pop();
      if (last === undefined || last.raw !== raw) throw malformed(`</${raw}> closes nothing`);
      scopes.leave();
      handler.close?.(last.name);
      at = END.lastIndex;
    } else {
      const [, raw = '', attributes = '', empty] = match(START, source, at);
      at = START.lastIndex;
      if (open.length === 0 && rooted) throw malformed('a second root');
      if (open.length >= MAX_DEPTH) throw malformed(`more than ${MAX_DEPTH} elements within each other`);
      rooted = true;
      const element = scopes.enter(raw, attributesOf(attributes), malformed);
      handler.open?.(element);
      if (empty === '/') {
        scopes.leave();
        handler.close?.(element);
      } else open.push({ raw, name: element });
    }
  }
  if (!rooted || open.length > 0) throw malformed('it ends too early');
}

function attributesOf(source: string): [name: string, value: string][] {
  const found: [string, string][] = [];
  const seen = new Set<string>();
  ATTRIBUTE.lastIndex = 0;
  for (let each = ATTRIBUTE.exec(source); each !== null; each = ATTRIBUTE.exec(source)) {
    const name = each[1] ?? '';
    if (seen.has(name)) throw malformed(`${name} is given twice`);
    seen.add(name);
    found.push([name, decodeReferences((each[2] ?? each[3] ?? '').replace(/[\t\n]/g, ' '), malformed)]);
  }
  return found;
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  const found = pattern.exec(source);
  if (found === null) throw malformed(`near "${source.slice(at, at + 40)}"`);
  return found;
}

function past(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  if (at === -1) throw malformed(`${mark} is missing`);
  return at + mark.length;
}

function malformed(detail: string): HeadwaterError {
  return new HeadwaterError('refused', 'document-xml', 'This document is damaged and cannot be read.', {
    advice: 'Open it in the program it was made with, save it again, and try once more.',
    detail: `XML: ${detail}`,
  });
}
