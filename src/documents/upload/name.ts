/** What a file turned out to be. */
export type UploadKind = 'docx' | 'odt' | 'pdf' | 'text' | 'png' | 'jpeg' | 'csv' | 'ods' | 'xlsx';

/** The longest name kept, in characters, its extension among them. */
export const MAX_NAME = 120;

const EXTENSION: Record<UploadKind, string> = {
  docx: 'docx',
  odt: 'odt',
  pdf: 'pdf',
  text: 'txt',
  png: 'png',
  jpeg: 'jpg',
  csv: 'csv',
  ods: 'ods',
  xlsx: 'xlsx',
};

/** Endings that say what a file is, true or not. All of them go from the end of a name, since "report.pdf.exe" and "report.exe.pdf" both mislead. */
const KNOWN =
  /\.(?:docx?|docm|dot[xm]?|od[tsp]|ott|pdf|txt|text|md|csv|tsv|xls[xmb]?|xlt[xm]?|xlam|ppt[xm]?|png|jpe?g|gif|svg|html?|xhtml|mht(?:ml)?|xml|rtf|zip|7z|rar|gz|iso|img|exe|scr|pif|com|bat|cmd|msi|dll|jar|js|jse|vbs?|vbe|wsf?|wsh|ps1|hta|lnk|url|reg|cpl|sh|py)$/i;

/** Names that Windows keeps for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name that is safe to show, to store and to send back: the last part of a path, without control characters, marks that turn direction or characters that a
 * file system reserves, at most 120 characters, with the one extension that its content calls for.
 */
export function cleanName(name: string, kind: UploadKind): string {
  const last = name.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  let stem = last
    .replace(/\p{Cc}|\p{Cf}|[\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  while (KNOWN.test(stem)) stem = stem.replace(KNOWN, '').trim();
  stem = stem.replace(/^\.+/, '').replace(/[. ]+$/, '');
  const ending = `.${EXTENSION[kind]}`;
  const cut = [...stem].slice(0, MAX_NAME - ending.length).join('');
  const short = (cut.length + ending.length > MAX_NAME ? cut.slice(0, MAX_NAME - ending.length) : cut).toWellFormed().replace(/[.\s\uFFFD]+$/u, '');
  return `${short === '' || DEVICE.test(short) ? 'document' : short}${ending}`;
}
