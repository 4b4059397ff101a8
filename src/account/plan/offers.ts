/** Figures that fit an item, offered beside its plan: an item on disproportionality can cite how unequal the picture is, one on recording what is not recorded. */
import { measure } from '../../warehouse/index.ts';

export interface FigureOffer {
  readonly title: string;
  readonly measure: string;
  readonly by: readonly string[];
}

const OFFERS: readonly { readonly words: RegExp; readonly measures: readonly (readonly [measure: string, by: string, what: string])[] }[] = [
  {
    words: /disproportional|racial|ethnic/i,
    measures: [
      ['stop-rate', 'ethnicity-group', 'by ethnicity'],
      ['find-rate', 'ethnicity-group', 'by ethnicity'],
      ['stops', 'ethnicity-group', 'by ethnicity'],
    ],
  },
  {
    words: /ethnic|protected characteristic|accurately and consistently recorded|recording|disproportional/i,
    measures: [
      ['ethnicity-self-unknown', 'force', 'by force'],
      ['ethnicity-officer-unknown', 'force', 'by force'],
    ],
  },
  { words: /outcome|disposal|diversion/i, measures: [['outcome-share', 'outcome-group', 'by outcome']] },
  { words: /serious (?:youth )?violence|knife|weapon/i, measures: [['weapon-and-violence-rate', 'force', 'by force']] },
  { words: /stop and search|stop-and-search|stopped and searched/i, measures: [['find-rate', 'month', 'by month']] },
];

/** @param force code of the own force, to keep the figures to; empty for all */
export function figuresFor(words: string, force: string): readonly (FigureOffer & { readonly query: string })[] {
  const offers = OFFERS.flatMap((each) => (each.words.test(words) ? each.measures : []));
  const seen = new Set<string>();
  return offers.flatMap(([id, by, what]) => {
    const found = measure(id);
    const key = `${id} ${by}`;
    if (found === undefined || seen.has(key)) return [];
    seen.add(key);
    const query = new URLSearchParams({ by, ...(force === '' || by === 'force' ? {} : { force }) });
    return [{ title: `${found.title}, ${what}`, measure: id, by: [by], query: query.toString() }];
  });
}
