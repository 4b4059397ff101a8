/** Registry entries: sharing records without names. */
import { z } from 'zod';
import { MethodError } from '../error.ts';
import { defineMethod, type Method } from '../registry/define.ts';
import { given } from '../registry/given.ts';
import { type ClkField, clkDice, clkEncode, clkJaccard, clkWeight } from './clk.ts';
import { clkBalance, clkExposure, clkFold } from './clk-harden.ts';
import { identifierText, pseudonym, pseudonymCollision, purposeKey } from './pseudonym.ts';

const STILL_PERSONAL =
  'Pseudonymised data about a child are **still personal data** (UK GDPR, recital 26): whoever has the key, or enough of the other columns, can tell who it is. They need the same lawful basis, agreement and impact assessment as names.';

const LEAKS =
  '**Bloom-filter encodings can be read back.** Frequent names make frequent encodings and frequent bit patterns: without the key, by frequency alone, Kuzu et al. (2011) and Christen et al. (2017, 2018) recovered names from real files, and with double hashing every piece of a name has one of few bit patterns, which Niedermeyer et al. (2014) and Kroll and Steinmetzer (2015) took apart by hand and by program. Give them only to a party that is bound by agreement, that links and deletes, and that could have been given names with the same harm; never publish them. Several fields in one filter, `blake2b`, a salt, folding and balancing (`clk-hardening`) make attacks harder and do not rule them out.';

const hex = (what: string) => z.string().describe(`${what}, as hexadecimal digits`);
const base64 = (what: string) => z.string().describe(`${what}, in base64`);

function bytes(argument: string, text: string, encoding: 'hex' | 'base64'): Uint8Array {
  const good = encoding === 'hex' ? /^(?:[0-9a-f]{2})*$/i : /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  if (!good.test(text)) throw new MethodError('input', argument, `must be ${encoding === 'hex' ? 'an even number of hexadecimal digits' : 'base64'}`);
  return new Uint8Array(Buffer.from(text, encoding));
}

const toBase64 = (bits: Uint8Array): string => Buffer.from(bits).toString('base64');

const EXAMPLE_KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const EXAMPLE_SECOND = '202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f';
const EXAMPLE_THIRD = '404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f';
const EXAMPLE_A = 'gIAAAAQAAAgAAAAAEAAAAA==';

export const privacyMethods: readonly Method[] = [
  defineMethod({
    name: 'keyed-pseudonym',
    title: 'Keyed pseudonym (HMAC)',
    section: 'linkage',
    functions: ['pseudonym', 'identifierText', 'pseudonymCollision'],
    answers:
      'How can two files be joined on a person without either showing who it is? The same identifier and key give the same code; without the key the code cannot be made or tried out.',
    notWhen: `* **A plain hash will not do** (SHA-256 of an NHS number or of name and date of birth): everybody’s can be computed in minutes and looked up. Nor will a hash with a salt that lies beside the data.
* Identifiers with typing errors: one letter changes the whole code. Normalise first, use a number that has a check digit, or link with \`fellegi-sunter\` where names may be seen.
* With one key for everything: two evaluations could then be joined by anybody who has both. One \`purpose-key\` for each agreement.
* Keys in shell arguments, source code, notebooks or beside the data. The key is held by **one** controller, and evaluators never get it.
* Small worlds: if a file has the only girl of 11 in a village, the pseudonym hides nothing. Look at the other columns.
* ${STILL_PERSONAL}`,
    formula: `HMAC-SHA256 (or SHA-512) of the UTF-8 bytes of the identifier, its first \`bytes\` bytes in base64url without padding, or in hexadecimal. Several parts are joined by |, with | and \\ in a part escaped by \\. The chance that any two of n people share a code of b bits is 1 - exp(-n (n - 1) / 2^(b+1)).`,
    source: 'RFC 2104 and FIPS 198-1 (HMAC); NIST SP 800-131A (key length); ICO, *Anonymisation* guidance, chapter on pseudonymisation.',
    checked: 'RFC 4231, six test cases, SHA-256 and SHA-512: exact. Four agreed examples with accents and signs: exact.',
    input: z.object({
      identifiers: z
        .array(z.union([z.string(), z.array(z.string())]))
        .describe('normalised identifiers; a list stands for parts that are joined, in the agreed order'),
      keyHex: hex('at least 16 random bytes (32 are better)'),
      hash: z.enum(['sha256', 'sha512']).optional().describe('sha256 unless given'),
      bytes: z.int().optional().describe('bytes of the code, 16 to 32 (64 with sha512); 16 unless given'),
      encoding: z.enum(['base64url', 'hex']).optional().describe('base64url unless given'),
    }),
    returns: {
      pseudonyms: 'one for each identifier, in order',
      collision: 'probability that any two of a million different people would get the same code by chance',
    },
    example: { identifiers: [['varrow', 'orla', '2014-03-09'], '9000000009'], keyHex: EXAMPLE_KEY },
    reading:
      'The name with date of birth and the number each have a code of 22 signs. Whoever has this key and the same normal form gets the same codes; nobody else can. With 128 bits, a collision among a million people has a chance of 1.5 in 10²⁷.',
    run: ({ identifiers, keyHex, ...options }) => {
      const key = bytes('keyHex', keyHex, 'hex');
      return {
        pseudonyms: identifiers.map((each) => pseudonym(typeof each === 'string' ? each : identifierText(each), key, given(options))),
        collision: pseudonymCollision(1_000_000, options.bytes ?? 16),
      };
    },
  }),

  defineMethod({
    name: 'purpose-key',
    title: 'Key for one purpose and version (HKDF)',
    section: 'linkage',
    functions: ['purposeKey'],
    answers:
      'How does each sharing agreement get pseudonyms of its own, that cannot be joined with another’s, from one master key; and how are they changed when a key may have leaked or time is up?',
    notWhen: `* To stretch a password: HKDF does not slow down guessing. The master key is drawn at random (for instance \`openssl rand -hex 32\`).
* To store the derived key: derive it when it is needed, and keep purpose and version written down. This call prints a key; let it go to a file that only the controller reads.
* To rotate without a plan: pseudonyms of two versions do not match. Decide how long both live, who translates, and when the old ones are deleted.`,
    formula: `HKDF-SHA256 (extract and expand) of the master key, without salt, with info = "headwater pseudonym N:PURPOSE version V", N the number of UTF-8 bytes of the purpose.`,
    source: 'RFC 5869; NIST SP 800-108r1 (key derivation for separate uses).',
    checked: 'RFC 5869 test case 1: exact. Different purposes, versions and masters give different keys, and no purpose can be worded to give another’s.',
    input: z.object({
      masterHex: hex('master key of at least 16 random bytes'),
      purpose: z.string().describe('name of the agreement or use; the exact text matters'),
      version: z.int().optional().describe('1 or more; raise it to rotate; 1 unless given'),
      length: z.int().optional().describe('bytes of the key, 16 to 64; 32 unless given'),
    }),
    returns: { keyHex: 'the key, as hexadecimal digits: a secret' },
    example: { masterHex: EXAMPLE_KEY, purpose: 'navigator evaluation 2031', version: 2 },
    reading: 'The second version of the key for one evaluation. Pseudonyms made with it match nothing that was made for another purpose or with version 1.',
    run: ({ masterHex, purpose, version, length }) => ({
      keyHex: Buffer.from(purposeKey(bytes('masterHex', masterHex, 'hex'), purpose, version, length)).toString('hex'),
    }),
  }),

  defineMethod({
    name: 'clk-encoding',
    title: 'Bloom-filter encoding of a record (CLK)',
    section: 'linkage',
    functions: ['clkEncode', 'ngrams', 'clkWeight'],
    answers:
      'How can two bodies link records that have typing errors in them without showing each other names? Each encodes its records with the same secret keys; a third compares the encodings.',
    notWhen: `* ${LEAKS}
* Where exact identifiers exist and are clean: a \`keyed-pseudonym\` leaks far less.
* With one key for all fields: the same piece of forename and surname sets the same bits. Derive a key for every field by \`purpose-key\`.
* With a salt that can be wrong (a year of birth that is sometimes estimated): records whose salts differ do not match.
* ${STILL_PERSONAL}`,
    formula: `Each field is padded with blanks and cut into pieces of n letters (smith: " s", "sm", "mi", "it", "th", "h "). Every piece sets k bits of one filter of l bits, the same for all fields of the record.

    blake2b: 16-bit slices of keyed BLAKE2b-512 of the piece, modulo l; salt "0" for the first 32 bits, "1" for the next
    double-hash: bits (h1 + i h2) mod l, i = 0 ... k - 1, with h1 = HMAC-SHA1 and h2 = HMAC-MD5 of the piece (drawn again where h2 is 0)

k is the weight of the field in the similarity. Bit 0 is the highest bit of the first byte.`,
    source:
      'Schnell, Bachteler and Reiher (2009), *BMC Med. Inform. Decis. Mak.* 9:41, and (2011), *A Novel Error-Tolerant Anonymous Linking Code*; the layout of clkhash. Attacks: Kuzu et al. (2011), PETS; Niedermeyer et al. (2014), *J. Priv. Confid.* 6(2); Kroll and Steinmetzer (2015); Christen et al. (2018), PAKDD.',
    checked:
      'clkhash, double hashing: six names bit for bit, four Dice similarities and the redrawn second hash, exact. BLAKE2b with key and salt: three digests of Python’s hashlib and RFC 7693, exact; clkhash’s published BLAKE bits could not be compared, since the key they were made with is not stated.',
    input: z.object({
      fields: z
        .array(
          z.object({
            value: z.string().describe('normalised text; empty when missing, which sets no bits'),
            n: z.int().optional().describe('letters of a piece; 2 unless given, 1 for dates'),
            padding: z.int().optional().describe('blanks on either side; n - 1 unless given'),
            positional: z.boolean().optional().describe('pieces carry their place, for dates and numbers; false unless given'),
            bitsPerPiece: z.int().optional().describe('k, the weight of the field, 1 to 320; 10 unless given'),
            salt: z.string().optional().describe('stable attribute of the record that is added to every piece; none unless given'),
          }),
        )
        .describe('fields of the record'),
      keysHex: z
        .array(z.array(z.string()))
        .describe('one entry for all fields, or one for each: a key of at least 16 bytes as hexadecimal digits (two keys for double-hash)'),
      length: z.int().optional().describe('bits of the filter, a multiple of 8 (a power of two for blake2b); 1,024 unless given'),
      scheme: z.enum(['double-hash', 'blake2b']).optional().describe('blake2b unless given; double-hash is the older scheme and easier to attack'),
    }),
    returns: { encoding: 'the bits in base64', bitsSet: 'number of set bits; a quarter to a half of the length is usual, fewer say more about the pieces' },
    example: {
      fields: [{ value: 'orla' }, { value: 'varrow' }, { value: '20140309', n: 1, padding: 0, positional: true, bitsPerPiece: 15 }],
      keysHex: [[EXAMPLE_KEY], [EXAMPLE_SECOND], [EXAMPLE_THIRD]],
      length: 512,
    },
    reading:
      'Forename, surname and date of birth in one filter of 512 bits, a key for each, the date weighing more by 15 bits a digit. More than a third of the bits are set.',
    run: ({ fields, keysHex, ...options }) => {
      const keys = keysHex.map((pair, i) => {
        const [first, second] = pair.map((key, j) => bytes(`keysHex[${i}][${j}]`, key, 'hex'));
        if (first === undefined) throw new MethodError('too-few', `keysHex[${i}]`, 'must have at least one key');
        return second === undefined ? { first } : { first, second };
      });
      const [only] = keys;
      if (only === undefined) throw new MethodError('too-few', 'keysHex', 'must have at least one entry');
      const read = fields.map((field): ClkField => ({ ...given(field), value: field.value }));
      const encoding = clkEncode(read, keys.length === 1 ? only : keys, given(options));
      return { encoding: toBase64(encoding), bitsSet: clkWeight(encoding) };
    },
  }),

  defineMethod({
    name: 'clk-similarity',
    title: 'Similarity of two Bloom-filter encodings',
    section: 'linkage',
    functions: ['clkDice', 'clkJaccard'],
    answers: 'How alike are two records that have been encoded, without the names?',
    notWhen: `* As a probability of a match: find the threshold on pairs whose truth is known, for these fields and this length. Full filters make strangers alike (at half full, Dice is about 0.5 by chance).
* Between encodings made with different keys, lengths, pieces or hardening: the figure means nothing.
* ${LEAKS}`,
    formula: `dice = 2 |A and B| / (|A| + |B|)          jaccard = |A and B| / |A or B|          jaccard = dice / (2 - dice)`,
    source: 'Dice (1945), *Ecology* 26:297; Jaccard (1912), *New Phytologist* 11:37; Schnell et al. (2009).',
    checked: 'clkhash encodings of four pairs of names (smith and smyth 0.7018; smith and john 0.0566): exact.',
    input: z.object({ a: base64('one encoding'), b: base64('the other, of the same length') }),
    returns: { dice: '0 to 1; null when no bit is set in either', jaccard: 'likewise' },
    example: { a: EXAMPLE_A, b: 'gIAAAAQAAAgAAAIAAAAAAA==' },
    reading: 'Four of five bits on either side are common: Dice 0.8, Jaccard 0.67.',
    run: ({ a, b }) => {
      const [left, right] = [bytes('a', a, 'base64'), bytes('b', b, 'base64')];
      return { dice: clkDice(left, right), jaccard: clkJaccard(left, right) };
    },
  }),

  defineMethod({
    name: 'clk-hardening',
    title: 'Bloom-filter encodings made harder to read back',
    section: 'linkage',
    functions: ['clkFold', 'clkBalance'],
    answers: 'What can be done to an encoding before it leaves the house, so that patterns of its bits tell less about the name?',
    notWhen: `* As a guarantee: there is none. ${LEAKS}
* On one side only: both parties harden alike, with the same number of folds and the same key.
* With a threshold found before hardening: similarities change (folding lowers and blurs them, balancing lifts strangers towards 0.5). Find it again.`,
    formula: `fold: the two halves are added without carry (XOR), as often as asked; half as long each time.
balance: the encoding beside its complement, all bits shuffled by a permutation that the key draws (Fisher-Yates on HMAC-SHA512 of a counter); twice as long, half of the bits set.
Folding is done first.`,
    source:
      'Schnell and Borgs (2016), *XOR-folding for Bloom filter-based encryptions for privacy-preserving record linkage*, and *Randomized response and balanced Bloom filters for privacy preserving record linkage*, IEEE ICDM Workshops; Franke et al. (2021), EDBT, on how much each measure helps.',
    checked:
      'By hand and by property: every balanced encoding has half its bits set, Dice of two balanced ones is 1 less the differing bits over the original length, nearest neighbours stay nearest.',
    input: z.object({
      encoding: base64('the encoding'),
      folds: z.int().optional().describe('times that it is folded; 0 unless given'),
      balanceKeyHex: hex('key of at least 16 random bytes to balance with; not balanced unless given').optional(),
    }),
    returns: { encoding: 'the hardened bits in base64', bits: 'its length in bits', bitsSet: 'number of set bits' },
    example: { encoding: EXAMPLE_A, folds: 1, balanceKeyHex: EXAMPLE_KEY },
    reading: 'From 128 bits folding makes 64 and balancing 128 again, of which exactly half are set: how long the name was no longer shows.',
    run: ({ encoding, folds, balanceKeyHex }) => {
      const folded = clkFold(bytes('encoding', encoding, 'base64'), folds ?? 0);
      const out = balanceKeyHex === undefined ? folded : clkBalance(folded, bytes('balanceKeyHex', balanceKeyHex, 'hex'));
      return { encoding: toBase64(out), bits: 8 * out.length, bitsSet: clkWeight(out) };
    },
  }),

  defineMethod({
    name: 'clk-exposure',
    title: 'What a file of encodings gives away',
    section: 'linkage',
    functions: ['clkExposure'],
    answers:
      'Before a file of encodings is handed over: how many records share an encoding, which somebody with a list of common names could line up, and how uneven are the bits?',
    notWhen: `* As clearance: attacks on co-occurring bits (Christen et al. 2018; Vidanage et al. 2019) have read files in which no encoding occurred twice. Bad figures here show that a file must not leave; good ones show nothing more.
* On a sample: repeats show in the whole file.`,
    formula: `Share of records whose encoding occurs more than once; size of the largest group; fewest and most bits set in a record; smallest and largest share of records that have a given bit set.`,
    source:
      'The features that frequency attacks use: Kuzu et al. (2011), PETS; Niedermeyer et al. (2014), *J. Priv. Confid.* 6(2); Christen et al. (2018), PAKDD; Vidanage et al. (2019), ICDE.',
    checked: 'By hand on four records; balanced encodings have equal numbers of bits, salted ones no repeats.',
    input: z.object({ encodings: z.array(z.string()).describe('two or more encodings of the same length, in base64') }),
    returns: {
      records: 'number of encodings',
      distinct: 'different ones',
      repeatedShare: 'share of records whose encoding another has too, 0 to 1; 0 is best',
      commonest: 'records of the commonest encoding',
      fewestBits: 'fewest bits set in a record',
      mostBits: 'most; equal to the fewest is best',
      rarestBit: 'share of records with the rarest bit set',
      commonestBit: 'share with the commonest; equal is best',
    },
    example: { encodings: [EXAMPLE_A, EXAMPLE_A, 'gIAAAAQAAAgAAAIAAAAAAA==', 'AAAAAAABAAAAAAAAAAAQAA=='] },
    reading:
      'Half of the records share their encoding with another: one common name would give them away. The number of bits runs from 2 to 5, so short names can be told from long ones. Not fit to leave the house.',
    run: ({ encodings }) => clkExposure(encodings.map((each, i) => bytes(`encodings[${i}]`, each, 'base64'))),
  }),
];
