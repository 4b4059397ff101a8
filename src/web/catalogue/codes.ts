/** Code lists in words. Pure. */
import { type CodeList, codeList, type ListName } from '../../reference/index.ts';
import { dimensions } from '../../warehouse/index.ts';
import { noSuchList } from './lookup.ts';

/** The lists of `reference/`, in the order of their titles. */
const LISTS: readonly ListName[] = [
  'age-band',
  'census-ethnicity',
  'crime-type',
  'ethnicity-officer',
  'ethnicity-self',
  'force',
  'linked',
  'located',
  'object',
  'outcome',
  'power',
  'sex',
  'stop-outcome',
  'stop-type',
];

export const codeLists = (): CodeList[] => LISTS.map(codeList).sort((a, b) => a.title.localeCompare(b.title));

/** Throws HeadwaterError `code-list-unknown`. */
export function codeListView(id: string) {
  const name = LISTS.find((each) => each === id);
  if (!name) throw noSuchList();
  const found = codeList(name);
  const groupOf = new Map((found.groups ?? []).map((group) => [group.code, group.label]));
  const items = found.items.map((item) => ({
    code: item.code,
    label: item.label,
    aliases: item.aliases.filter((alias) => alias !== item.label),
    group: item.group === undefined ? '' : (groupOf.get(item.group) ?? item.group),
    unknown: item.unknown ?? false,
  }));
  return {
    list: found,
    items: [...items.filter((item) => !item.unknown), ...items.filter((item) => item.unknown)],
    grouped: groupOf.size > 0,
    dimensions: dimensions().filter((each) => each.list === name),
  };
}
