/** Code lists in words. Pure. */
import { type CodeList, codeList, LIST_NAMES } from '../../reference/index.ts';
import { dimensions } from '../../warehouse/index.ts';
import { noSuchList } from './lookup.ts';

export const codeLists = (): CodeList[] => LIST_NAMES.map(codeList).sort((a, b) => a.title.localeCompare(b.title));

/** Throws HeadwaterError `code-list-unknown`. */
export function codeListView(id: string) {
  const name = LIST_NAMES.find((each) => each === id);
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
