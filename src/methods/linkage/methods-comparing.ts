/** Registry entries: names and dates compared, and the pairs that are worth comparing. */
import { z } from 'zod';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { compareBirthDates } from './birth-date.ts';
import { blockingSize, candidatePairs } from './blocking.ts';
import { damerauLevenshtein, editSimilarity, levenshtein, osaDistance } from './edit.ts';
import { jaro, jaroWinkler } from './jaro.ts';
import { normaliseName, soundex } from './normalise.ts';

const NAMES =
  'Names work differently in different communities: transliterations (Muhammad, Mohammed), surname first, no family name, a mother’s and a father’s name, names changed on marriage or in care. A comparison made for English names finds fewer true matches, and sometimes more false ones, for these children. Report match rates by ethnic group before a linked file is used.';

const text = (which: string) => z.string().describe(`${which}, at most 10,000 letters; compared as it stands, so normalise both first (\`name-normal-form\`)`);

export const comparingMethods: readonly Method[] = [
  defineMethod({
    name: 'name-normal-form',
    title: 'Names in the form in which they are compared',
    section: 'linkage',
    functions: ['normaliseName'],
    answers:
      'Are O’Brien, OBRIEN and o brien the same name as far as linkage goes? Case, accents, apostrophes, hyphens and stray spaces are taken away, on both sides alike, before anything is compared or keyed.',
    notWhen: `* For showing a name to anybody: people spell their names as they do for a reason. Keep the original.
* When the two files have been normalised with different options, or one of them by another program: a pseudonym of one will not meet that of the other. Agree the options in writing.
* As transliteration: Cyrillic, Greek, Arabic or Chinese letters stay what they are. German umlauts lose their dots (Müller to muller); a file that writes ue will differ.
* Dropping words such as titles: only if you know that nobody bears them as a name.`,
    formula: `In this order: Unicode compatibility decomposition (NFKD), lower case, combining marks removed; ß to ss, æ to ae, œ to oe, ø to o, đ and ð to d, þ to th, ł to l, ı to i; apostrophes removed; every other run of signs that are neither letters nor digits becomes one space; ends trimmed.`,
    source: 'Unicode Standard Annex 15 (normalisation forms); Christen (2012), *Data Matching*, ch. 3, for why both sides must be cleaned alike.',
    checked: 'By property: normalising twice changes nothing, and composed and decomposed accents give the same (500 random strings of all of Unicode).',
    input: z.object({
      name: z.string().describe('name or part of a name'),
      spaces: z.boolean().optional().describe('keep one space between parts; true unless given'),
      drop: z.array(z.string()).optional().describe('words in normal form that are dropped wherever they stand, such as dr; none unless given'),
    }),
    returns: { normal: 'the normal form; empty when nothing is left, which is a missing value' },
    example: { name: ' Ní Dhúill-O’Varrow' },
    reading:
      'Accents, apostrophe and hyphen are gone and the parts stand apart: ni dhuill ovarrow. A record that says NI DHUILL OVARROW now compares as equal.',
    run: ({ name, ...options }) => ({ normal: normaliseName(name, given(options)) }),
  }),

  defineMethod({
    name: 'jaro-winkler',
    title: 'Jaro-Winkler similarity of two names',
    section: 'linkage',
    functions: ['jaroWinkler', 'jaro', 'agreementLevel'],
    answers:
      'How alike are two names, from 0 to 1, forgiving swapped and missing letters and trusting the start of a name most? The usual comparison for forenames and surnames in linkage.',
    notWhen: `* To decide on its own: 0.95 between two surnames is not a 95 % chance of one person. Make it a level of agreement (such as 0.88, 0.94, 1) and let \`fellegi-sunter\` weigh the levels.
* Beside figures from another program without checking its convention. **Here the prefix counts only above a Jaro similarity of 0.7** (Winkler; also Splink, DuckDB and jellyfish). R’s stringdist and RecordLinkage always count it, and so does the npm package natural: \`boostAbove\` 0 does as they do.
* For empty values: two empty texts are equal (1) as texts, but two missing names are no evidence. \`agreementLevel\` gives "missing" for them.
* For long texts, numbers or dates: use \`edit-distance\` or \`birth-date-agreement\`.
* ${NAMES}`,
    formula: `With m matching letters (equal, and no further apart than half the longer length less one), t half the number of them that are out of order (rounded down), lengths |a| and |b|:

    jaro = (m/|a| + m/|b| + (m - t)/m) / 3
    jaro-winkler = jaro + l p (1 - jaro)   if jaro > 0.7, else jaro

l is the length of the common prefix (4 at most) and p the prefix scale (0.1). Letters are Unicode code points.`,
    source: 'Jaro (1989), *JASA* 84:414; Winkler (1990), *Proc. Section on Survey Research Methods, ASA*, 354.',
    checked:
      'jellyfish 0.8.9 on 30 pairs of names: no difference at all, in either measure. Symmetric, between 0 and 1, and 1 for equal texts only (property tests).',
    input: z.object({
      a: text('one name'),
      b: text('the other'),
      prefixScale: z.number().optional().describe('share of the rest that each letter of common prefix makes up, 0 to 0.25; 0.1 unless given'),
      boostAbove: z.number().optional().describe('Jaro similarity above which the prefix counts, 0 to 1; 0.7 unless given (Winkler), 0 to count it always'),
    }),
    returns: { jaro: 'Jaro similarity, 0 to 1', jaroWinkler: 'Jaro-Winkler similarity, 0 to 1' },
    example: { a: 'varrow', b: 'varorw' },
    reading:
      'All six letters match and two have changed places, so Jaro is 0.944; the common start var raises it to 0.961. A typing slip, most likely, if the date of birth agrees.',
    run: ({ a, b, ...options }) => ({ jaro: jaro(a, b), jaroWinkler: jaroWinkler(a, b, given(options)) }),
  }),

  defineMethod({
    name: 'edit-distance',
    title: 'Edit distances of two texts',
    section: 'linkage',
    functions: ['levenshtein', 'osaDistance', 'damerauLevenshtein', 'editSimilarity'],
    answers:
      'How many slips of the pen lie between two spellings? For reference numbers, postcodes and longer texts, where one wrong digit means the same wherever it stands.',
    notWhen: `* For short names by a fixed number of steps: Ali and Ela are 2 apart, and so are Christopher and Cristofer. Use the similarity, or \`jaro-winkler\`.
* For numbers with a check digit (an NHS number): a single wrong digit should fail the check, so look at that first.
* For dates: \`birth-date-agreement\` knows which slips are common.
* Words in another order (Orla Varrow, Varrow Orla) are far apart: compare the parts.
* ${NAMES}`,
    formula: `The fewest steps that make one text of the other. Levenshtein: insert, delete or replace a letter. Optimal string alignment: also swap two neighbours, no letter edited twice. Damerau-Levenshtein: swaps, and anything in between.

    similarity = 1 - levenshtein / longer length

Letters are Unicode code points. Always Damerau-Levenshtein ≤ alignment ≤ Levenshtein.`,
    source:
      'Levenshtein (1966), *Soviet Physics Doklady* 10:707; Damerau (1964), *Comm. ACM* 7:171; Wagner and Fischer (1974), *J. ACM* 21:168; Lowrance and Wagner (1975), *J. ACM* 22:177.',
    checked:
      'jellyfish 0.8.9 on 30 pairs: Levenshtein and Damerau-Levenshtein exact. Against the bare recursion, symmetry and the triangle inequality (property tests).',
    input: z.object({ a: text('one text'), b: text('the other') }),
    returns: {
      levenshtein: 'steps, a swap counted as two',
      alignment: 'steps, a swap of neighbours counted as one ("restricted Damerau-Levenshtein")',
      damerauLevenshtein: 'steps, swapped letters may be apart',
      similarity: '1 less Levenshtein’s distance over the longer length, 0 to 1; 1 for two empty texts',
    },
    example: { a: 'VR4 7QX', b: 'VR4 Q7X' },
    reading: 'Two signs of the postcode changed places: two replacements for Levenshtein, one step where swaps are known.',
    run: ({ a, b }) => ({
      levenshtein: levenshtein(a, b),
      alignment: osaDistance(a, b),
      damerauLevenshtein: damerauLevenshtein(a, b),
      similarity: editSimilarity(a, b),
    }),
  }),

  defineMethod({
    name: 'soundex',
    title: 'Soundex, a key for blocking',
    section: 'linkage',
    functions: ['soundex'],
    answers: 'Which surnames might sound alike to an English speaker, so that their records are worth comparing? A code of a letter and three digits.',
    notWhen: `* **To decide that two people are one**, or as a level of agreement: it is far too coarse (Robert and Rupert are one code).
* As the only blocking pass: it splits on the first letter (Kerrow, Cerrow) and was made in 1918 for names in the United States census. For names from other languages it merges and splits without reason. Add passes that do not use it.
* As a disguise: a Soundex code is not a pseudonym. Use \`keyed-pseudonym\`.
* ${NAMES}`,
    formula: `The first letter; then digits of the following ones: b f p v 1, c g j k q s x z 2, d t 3, l 4, m n 5, r 6. Vowels and y have none and separate equal digits; h and w have none and do not. Equal neighbours count once, the first letter included; filled up with 0 to four signs.`,
    source: 'US National Archives, *The Soundex Indexing System*; Russell and Odell (1918), US patent 1,261,167.',
    checked: 'jellyfish 0.8.9 on 60 names and the National Archives’ own examples: all the same.',
    input: z.object({ name: z.string().describe('surname; normalised here, letters outside a to z are passed over') }),
    returns: { code: 'such as V600; empty when the name has no letter a to z, which is no key' },
    example: { name: 'Varrow' },
    reading: 'V600: v, then r, and w counts for nothing. Varo and Vera get the same code, which is why this finds candidates and decides nothing.',
    run: ({ name }) => ({ code: soundex(name) }),
  }),

  defineMethod({
    name: 'birth-date-agreement',
    title: 'Agreement of two dates of birth',
    section: 'linkage',
    functions: ['compareBirthDates'],
    answers: 'Do two dates of birth agree, or differ by a slip that people commonly make (day and month swapped, one digit wrong, two digits changed over)?',
    notWhen: `* To decide on its own: in a county of 250,000 children and young people, some thirty share any one date of birth, and twins share it and the surname.
* **1 January** is what many systems enter when only the year, or not even that, is known, most often for children who came to this country alone. \`placeholder\` says so; treat agreement on it as agreement on the year at most, or as missing.
* Ages instead of dates: an age at an event gives two possible years.`,
    formula: `same (level 3); day and month swapped, one of the eight digits different, or two neighbouring digits of day, month or year swapped (level 2); same year only (1); different (0); missing on either side (255).`,
    source: 'The comparison levels for dates in linkage programs (Splink; Christen (2012), *Data Matching*, ch. 5).',
    checked: 'Each kind by hand, both ways round; dates that the calendar does not have are refused, leap years by the Gregorian rule.',
    input: z.object({
      a: z.string().nullable().describe('date of birth YYYY-MM-DD, null when not known'),
      b: z.string().nullable().describe('the other, likewise'),
    }),
    returns: {
      agreement: 'same, swapped-day-month, one-digit, swapped-digits, same-year, different or missing',
      level: '3, 2, 1, 0, or 255 for missing: a field of four levels for `fellegi-sunter` (give null there for missing)',
      placeholder: 'true when either date is 1 January',
    },
    example: { a: '2014-03-09', b: '2014-09-03' },
    reading: 'Day and month have changed places: a likely slip, worth less than agreement and much more than difference.',
    run: ({ a, b }) => compareBirthDates(a, b),
  }),

  defineMethod({
    name: 'candidate-pairs',
    title: 'Candidate pairs by blocking',
    section: 'linkage',
    functions: ['candidatePairs', 'blockingSize'],
    answers:
      'Which pairs of records are worth comparing, when comparing all of them is too much? Those that share a key in at least one of several passes, each pair once; and how many that would be, before it is done.',
    notWhen: `* With a single pass, unless you have counted what it loses: a true match whose key differs is never seen, and no later step can know of it. Let passes fail for different reasons (sound of surname with year of birth; date of birth; postcode with forename).
* With a key that says little (sex; a default date; an empty value is no key and needs no care): one huge block. \`largestBlock\` shows it.
* The pairs that come out are **not a random sample** of pairs: they agree on keys by construction. Do not learn u from them (hold it at what random pairs show), and read \`fellegi-sunter\` on what EM finds otherwise.`,
    formula: `A pass with mₖ and nₖ records of key k in the two files has Σ mₖ nₖ pairs (Σ mₖ (mₖ - 1) / 2 within one file). A pair that an earlier pass has found is not given again.`,
    source: 'Christen (2012), *Data Matching*, ch. 4; Herzog, Scheuren and Winkler (2007), *Data Quality and Record Linkage Techniques*, ch. 12.',
    checked: 'All pairs by two loops, 300 random files with missing keys, between two files and within one: exact (property test).',
    input: z.object({
      passes: z
        .array(
          z.object({
            left: z.array(z.string().nullable()).describe('key of each record of the left file; null or empty where a part is missing'),
            right: z.array(z.string().nullable()).optional().describe('keys of the right file; left out in every pass to find duplicates within the left file'),
          }),
        )
        .describe('one or more passes over the same records, in order'),
      maxPairs: z.int().optional().describe('refuse to make more pairs than this; 20 million unless given'),
    }),
    returns: {
      byPass: 'pairs of each pass, those of earlier passes included',
      possible: 'all pairs that there are',
      largestBlock: 'pairs in the largest single block',
      pairs: 'one entry a pair: index in the left file, index in the right file (from 0)',
      passOf: 'for each pair, the pass that found it first (from 0)',
    },
    example: {
      passes: [
        { left: ['V600 2014', 'M620 2013', null], right: ['V600 2014', 'M620 2012', 'K000 2015'] },
        { left: ['2014-03-09', '2013-11-02', '2015-06-30'], right: ['2014-03-09', '2013-11-02', '2015-06-30'] },
      ],
    },
    reading:
      'Sound of surname with year of birth brings one pair, date of birth two more; the first pair is found by both and given once. Three comparisons in place of nine.',
    run: ({ passes, maxPairs }) => {
      const read = passes.map(({ left, right }) => (right === undefined ? { left } : { left, right }));
      const { byPass, possible, largestBlock } = blockingSize(read);
      const found = candidatePairs(read, maxPairs);
      return { byPass, possible, largestBlock, pairs: Array.from(found.left, (left, i) => [left, found.right[i]]), passOf: found.pass };
    },
  }),
];
