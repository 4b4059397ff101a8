/** What is on file already that a text may be about. Pure. */

const STOP = new Set('a an and are as at be by for from in into is it its of on or should sure that the their they this to was were will with make'.split(' '));

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .split(' ')
      .filter((word) => word.length > 1 && !STOP.has(word)),
  );

/** The share of all words of two texts that both have, 0 to 1 (Jaccard). */
export const likeness = (a: string, b: string): number => likenessOf(wordsOf(a), wordsOf(b));

/** Those of `held` that are nearly the same as `text`, the likest first. The words of `held` are taken apart once, however many texts are asked about. */
export function findAlike<T extends { readonly text: string }>(held: readonly T[]): (text: string) => (T & { readonly likeness: number })[] {
  const known = held.map((each) => ({ each, words: wordsOf(each.text) }));
  return (text) => {
    const sought = wordsOf(text);
    return known
      .flatMap(({ each, words }) => {
        // Sets of such sizes cannot have enough in common.
        if (Math.min(sought.size, words.size) < ALIKE * Math.max(sought.size, words.size)) return [];
        const found = likenessOf(sought, words);
        return found >= ALIKE ? [{ ...each, likeness: found }] : [];
      })
      .sort((a, b) => b.likeness - a.likeness);
  };
}

function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let both = 0;
  for (const word of one) if (other.has(word)) both += 1;
  return both / (one.size + other.size - both);
}

/** From here on two recommendations are offered as a repeat; a person decides. */
const ALIKE = 0.5;
/** From here on two titles are taken for one report. */
const SAME_TITLE = 0.8;

export interface ReportLike {
  readonly title: string;
  readonly publishedOn: string | null;
  readonly link: string | null;
}

/** The same link, or nearly the same title and no other year. */
export function sameReport(a: ReportLike, b: ReportLike): boolean {
  if (a.link !== null && a.link === b.link) return true;
  const years = a.publishedOn === null || b.publishedOn === null || a.publishedOn.slice(0, 4) === b.publishedOn.slice(0, 4);
  return years && likeness(a.title, b.title) >= SAME_TITLE;
}
