/** Who a file is from and which edition it is of, where its rows do not say. */
import { HeadwaterError } from '../../errors.ts';
import { codeList } from '../../reference/index.ts';
import type { Layout } from './contract.ts';
import type { Source } from './inputs.ts';

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');

function forceCode(word: string): string | undefined {
  return codeList('force').items.find(
    (item) => item.id !== 0 && item.id !== 250 && [item.code, item.label, ...item.aliases].some((name) => plain(name) === plain(word)),
  )?.code;
}

/**
 * The force by what the user said, else by the file's name as data.police.uk writes it, else by the nearest folder with a force's name.
 *
 * @throws HeadwaterError `unknown-source` when what the user said is no force
 */
export function forceOf(said: string | undefined, source: Source | undefined): string | undefined {
  if (said !== undefined) {
    const code = forceCode(said);
    if (code !== undefined) return code;
    throw new HeadwaterError('bad-input', 'unknown-source', `There is no police force called “${said}”.`, {
      advice: 'Use its short name, such as norfolk or west-midlands.',
    });
  }
  if (!source) return undefined;
  const name = /^\d{4}-\d{2}-(.+?)-(?:street|stop-and-search|outcomes)\b/.exec(source.fileName)?.[1];
  return [...(name === undefined ? [] : [name]), ...[...source.folders].reverse()].map(forceCode).find((code) => code !== undefined);
}

/** What the user said, else what the file's name says, else the layout's own edition. */
export function editionOf(layout: Layout, fileName: string, said: string | undefined): string | null {
  if (said !== undefined && said.trim() !== '') return said.trim();
  if (layout.editionFromName) {
    const match = new RegExp(layout.editionFromName.pattern, 'i').exec(fileName);
    if (match) return layout.editionFromName.text.replace('$1', match[1] ?? '');
  }
  return layout.edition ?? null;
}
