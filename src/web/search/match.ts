/** Which of many things somebody means: every word that they typed stands in it, and those whose name begins with them come first. Pure. */

export interface Entry {
  readonly title: string;
  readonly href: string;
  /** More words in which it is found; the beginning of them is shown. */
  readonly words: string;
}

export interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
}

export interface FoundGroup {
  readonly title: string;
  readonly found: readonly { readonly title: string; readonly href: string; readonly excerpt: string }[];
  /** Found and not shown. */
  readonly more: number;
}

/** Lower case, without accents; dashes, apostrophes and the like are spaces, so that `section 55` is found in “section-55”. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const EXCERPT = 140;

/** 3 where the title begins with it, 2 where the title has every word, 1 where they stand elsewhere in it, 0 where one is missing. */
export function rank(entry: Entry, query: string): number {
  const wanted = plainWords(query);
  if (wanted === '') return 0;
  const title = plainWords(entry.title);
  if (title.startsWith(wanted)) return 3;
  const words = wanted.split(' ');
  if (words.every((word) => title.includes(word))) return 2;
  const all = `${title} ${plainWords(entry.words)}`;
  return words.every((word) => all.includes(word)) ? 1 : 0;
}

function excerptOf({ words }: Entry): string {
  if (words.length <= EXCERPT) return words;
  const cut = words.slice(0, EXCERPT);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), EXCERPT / 2))}…`;
}

/** Groups in which something is found, the one with the best find first; at most `most` of each. */
export function search(groups: readonly Group[], query: string, most: number): FoundGroup[] {
  return groups
    .map((group) => {
      const ranked = group.entries
        .map((entry) => ({ entry, rank: rank(entry, query) }))
        .filter((each) => each.rank > 0)
        .sort((a, b) => b.rank - a.rank || a.entry.title.localeCompare(b.entry.title, 'en-GB'));
      const shown = ranked.slice(0, most).map(({ entry }) => ({ title: entry.title, href: entry.href, excerpt: excerptOf(entry) }));
      return { title: group.title, best: ranked[0]?.rank ?? 0, found: shown, more: ranked.length - shown.length };
    })
    .filter((group) => group.found.length > 0)
    .sort((a, b) => b.best - a.best)
    .map(({ best: _best, ...group }) => group);
}
