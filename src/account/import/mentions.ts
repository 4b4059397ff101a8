/** Sentences about recommendations that are not items here: those of earlier reports, those for others, and how many there are. */
import type { Flat } from './flatten.ts';
import { sentences, type Span } from './lists.ts';
import type { Mention } from './types.ts';

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
};
const COUNT =
  /\b(?:there (?:are|were)|(?:report|inspection|inspectorate|hmicfrs|it|we) (?:makes?|made|provides?|provided|contains?|contained)) (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) recommendations?\b/i;
const ORDINAL = /\b(?:first|second|third|fourth|last|other|remaining)\b[^.]{0,30}\brecommendations?\b[^.]{0,200}\b(?:for|to|relevant|directed|addressed)\b/i;
const QUOTED = /\bthe following recommendations?\b/i;

export interface MentionReading {
  readonly mentions: readonly Mention[];
  /** The most that any sentence gives. */
  readonly stated: number | null;
}

/** @param taken places of items, which are not told again */
export function findMentions(doc: Flat, taken: readonly Span[]): MentionReading {
  const places = new Set(taken.map((one) => one.start));
  const mentions: Mention[] = [];
  let stated: number | null = null;
  for (const line of doc.lines) {
    if (places.has(line.start) || !/recommendation/i.test(line.text)) continue;
    for (const { start, end, words } of sentences(line)) {
      const count = COUNT.exec(words);
      if (count) stated = Math.max(stated ?? 0, NUMBERS[(count[1] ?? '').toLowerCase()] ?? Number(count[1]));
      const because = count
        ? 'It says how many recommendations there are.'
        : QUOTED.test(words)
          ? 'It quotes a recommendation of another report, which this one does not say it repeats.'
          : ORDINAL.test(words)
            ? 'It tells for whom some recommendations are, without their words.'
            : null;
      if (because !== null) mentions.push({ text: doc.source.slice(start, end), start, end, because });
    }
  }
  return { mentions, stated };
}
