import { readXml } from '../xml/read.ts';
import type { Archive } from './archive.ts';
import { decodeXml } from './decode.ts';
import { damaged, hasEmbedded, hasMacros, reachesOut, unknownKind } from './refusal.ts';

const TYPES = '[Content_Types].xml';
const MAIN: Record<string, 'docx' | 'xlsx'> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml': 'xlsx',
};

/** Which parts the check reads. */
export const isOfficeOpenPart = (name: string): boolean => name === TYPES || /\.(?:xml|rels)$/i.test(name);

/**
 * What a package of Office Open XML is, by its own content types. Refuses macros (VBA and the sheets of old macros), embedded files and controls, imported parts,
 * and anything that is fetched on opening; a link that a reader clicks is let be.
 */
export function inspectOfficeOpen(archive: Archive): 'docx' | 'xlsx' {
  for (const name of archive.names) checkPath(name);
  const types = archive.parts.get(TYPES);
  if (types === undefined) throw damaged('no content types');
  const kinds = new Set<'docx' | 'xlsx'>();
  readXml(decodeXml(types), {
    open(element) {
      const type = element.attribute('', 'ContentType');
      if (type === null) return;
      checkType(type);
      const kind = MAIN[type];
      if (kind !== undefined) kinds.add(kind);
    },
  });
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) throw unknownKind('no main part of a document or workbook');
  for (const [name, part] of archive.parts) {
    if (name.toLowerCase().endsWith('.rels')) checkRelations(decodeXml(part), name);
    else checkFields(decodeXml(part), name);
  }
  return kind;
}

function checkPath(name: string): void {
  if (/vba(?:project|data)|macrosheets?\//i.test(name)) throw hasMacros(name);
  if (/(?:^|\/)(?:embeddings|activex|ctrlprops)\/|oleobject/i.test(name)) throw hasEmbedded(name);
}

function checkType(type: string): void {
  if (/macroenabled|vbaproject|macrosheet|vbadata|ms-office\.vba/i.test(type)) throw hasMacros(type);
  if (/\.connections\+xml|querytable/i.test(type)) throw reachesOut(type);
  if (/oleobject|activex|ms-office\.control/i.test(type)) throw hasEmbedded(type);
}

/** Relationships name all that a part draws in (ECMA-376 part 2, section 6.5): those that leave the package are fetched without asking, but for hyperlinks. */
function checkRelations(xml: string, part: string): void {
  readXml(xml, {
    open(element) {
      const type = element.attribute('', 'Type');
      if (type === null) return;
      const last = type.split('/').at(-1)?.toLowerCase() ?? '';
      if (/vba|macrosheet/.test(last)) throw hasMacros(`${part}: ${type}`);
      if (['oleobject', 'package', 'control', 'activexcontrolbinary', 'afchunk', 'ctrlprop'].includes(last)) throw hasEmbedded(`${part}: ${type}`);
      if (element.attribute('', 'TargetMode')?.toLowerCase() === 'external' && last !== 'hyperlink') throw reachesOut(`${part}: ${type}`);
    },
  });
}

/** Fields that start a program, or draw in a file when they are brought up to date. One that is put together by other fields is not seen. */
const FIELDS = /^\s*(?:DDE(?:AUTO)?|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|DATABASE|LINK|MACROBUTTON)\b/im;

/** Reads each XML part, so that a part with a document type, or one that is damaged, is refused as well. A field's code may be split over many runs. */
function checkFields(xml: string, part: string): void {
  let inCode = 0;
  let code = '';
  readXml(xml, {
    open(element) {
      if (element.local === 'instrText') inCode += 1;
      if (element.local === 'fldSimple') code += `\n${element.attributes.find((each) => each.local === 'instr')?.value ?? ''}`;
      if (element.local === 'fldChar') code += '\n';
      if (['ddeLink', 'oleLink'].includes(element.local)) throw reachesOut(`${part}: ${element.local}`);
    },
    text(text) {
      if (inCode > 0) code += text.replaceAll('\n', ' ');
    },
    close(name) {
      if (name.local === 'instrText') inCode -= 1;
    },
  });
  if (FIELDS.test(code)) throw reachesOut(`${part}: a field that draws in a file`);
}
