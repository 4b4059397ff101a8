/** Addresses of reports: words of the title and the year, `how-well-the-police-tackle-serious-youth-violence-2023`. */
import { sql } from 'kysely';
import type { Tx } from '../../register/index.ts';

const MOST = 70;
/** Words that many titles begin with and that tell nothing. */
const OPENING = /^(?:an?-inspection-of-|an?-|the-)/;

export function slugOf(title: string, published: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .replace(OPENING, '');
  const cut =
    words.length <= MOST
      ? words
      : words
          .slice(0, MOST + 1)
          .replace(/-[^-]*$/, '')
          .slice(0, MOST);
  return `${cut.replaceAll(/^-|-$/g, '') || 'report'}-${published.slice(0, 4)}`;
}

/** A slug that no report has, one under embargo included. */
export async function freeSlug(tx: Tx, title: string, published: string): Promise<string> {
  const base = slugOf(title, published);
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    const { rows } = await sql<{ taken: boolean }>`select slug_taken(${slug}) as taken`.execute(tx);
    if (rows[0]?.taken === false) return slug;
  }
}
