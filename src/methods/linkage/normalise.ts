import { MethodError } from '../error.ts';

export interface NormaliseOptions {
  /** Keep spaces between the parts of a name; false joins them. Default true. */
  readonly spaces?: boolean;
  /** Words that are dropped wherever they stand, in lower case, such as titles. Default none: a title can be a name. */
  readonly drop?: readonly string[];
}

/** Letters that Unicode does not take apart into a base letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
};
const UNTAKEN = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/**
 * A name in the form in which it is compared: lower case, accents off (é to e, ø to o, ß to ss), apostrophes gone (O'Brien to obrien), hyphens
 * and all other signs a space, runs of space one. Writing systems other than Latin keep their letters, less their combining
 * marks. Normalise both sides with the same options, and never show the normal form to anybody as the person's name.
 *
 * @param name any text
 * @returns normalised text; empty when nothing is left, which is a missing value
 * @throws MethodError `input` when not text
 * @source Unicode Standard Annex 15 (NFKD, combining marks removed); docs/methods/linkage.md for the choices
 */
export function normaliseName(name: string, options: NormaliseOptions = {}): string {
  if (typeof name !== 'string') throw new MethodError('input', 'name', 'must be text');
  const bare = name
    .normalize('NFKD')
    .toLowerCase()
    // After lower case: İ becomes i with a dot that is a mark of its own.
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(UNTAKEN, (letter) => LETTERS[letter] ?? letter)
    .replace(/['’‘ʼʻ`´′＇]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const drop = options.drop;
  const kept =
    drop === undefined || drop.length === 0
      ? bare
      : bare
          .split(' ')
          .filter((word) => !drop.includes(word))
          .join(' ');
  return options.spaces === false ? kept.replaceAll(' ', '') : kept;
}

/** Digit of every letter in Soundex; vowels and y separate ('0'), h and w do not ('-'). */
const SOUNDEX: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ aeiouy: '0', hw: '-', bfpv: '1', cgjkqsxz: '2', dt: '3', l: '4', mn: '5', r: '6' }).flatMap(([letters, digit]) =>
    [...letters].map((letter) => [letter, digit]),
  ),
);

/**
 * American Soundex: the first letter and three digits of how an English speaker might say a surname. Only for blocking (putting candidates side by
 * side): it is coarse, made for English names of 1918, and merges or splits names of other languages without reason.
 *
 * @param name any text; normalised first, letters outside a to z are passed over
 * @returns such as R163; empty when there is no letter a to z
 * @throws MethodError `input` when not text
 * @source US National Archives, The Soundex Indexing System (h and w do not separate like sounds, vowels do)
 */
export function soundex(name: string): string {
  const letters = normaliseName(name, { spaces: false }).replace(/[^a-z]/g, '');
  const first = letters[0];
  if (first === undefined) return '';
  let code = first.toUpperCase();
  let before = SOUNDEX[first] ?? '0';
  for (const letter of letters.slice(1)) {
    const digit = SOUNDEX[letter] ?? '0';
    if (digit === '-') continue;
    if (digit !== '0' && digit !== before) code += digit;
    if (code.length === 4) break;
    before = digit;
  }
  return code.padEnd(4, '0');
}
