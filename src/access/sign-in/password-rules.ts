/**
 * What a password must be: long, and not one of those that are tried first. No rule about kinds of characters (NIST SP 800-63B 5.1.1.2, NCSC). The list is a
 * small one of our own, not one of passwords that were stolen elsewhere.
 */
export const SHORTEST = 12;
export const LONGEST = 128;

export interface Owner {
  readonly name: string;
  readonly email: string;
}

/** Stems of the commonest passwords; one of them and a few other characters is refused. */
const COMMON = [
  'password',
  'passphrase',
  'passcode',
  'letmein',
  'welcome',
  'qwertyuiop',
  'qwerty',
  'azerty',
  'asdfghjkl',
  'zxcvbnm',
  'iloveyou',
  'admin',
  'administrator',
  'login',
  'changeme',
  'secret',
  'trustno',
  'monkey',
  'dragon',
  'sunshine',
  'princess',
  'football',
  'liverpool',
  'arsenal',
  'chelsea',
  'everton',
  'rangers',
  'celtic',
  'manchester',
  'england',
  'scotland',
  'baseball',
  'superman',
  'batman',
  'pokemon',
  'master',
  'shadow',
  'charlie',
  'michael',
  'jordan',
  'ashley',
  'january',
  'february',
  'march',
  'april',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
  'summer',
  'winter',
  'spring',
  'autumn',
  'monday',
  'friday',
  'police',
  'constable',
  'council',
  'headwater',
  'violence',
  'reduction',
  'partnership',
  'temporary',
  'default',
  'starwars',
  'whatever',
  'abc',
  'love',
  'test',
  'user',
  'hello',
];
const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1q2w3e4r5t6y7u8i9o0p', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'];
/** What must be left when a common word, a name and every run are taken away. */
const LEFT = 6;

/** Why this password may not be used, in the user’s words; null where it may. */
export function weakness(password: string, owner: Owner): string | null {
  const letters = [...password];
  if (letters.length < SHORTEST) return `Password must be at least ${SHORTEST} characters. Three random words are a good one`;
  if (letters.length > LONGEST) return `Password must be ${LONGEST} characters or fewer`;
  if (new Set(password.toLowerCase()).size < 5) return 'Password must not be the same few characters again and again';
  const bare = withoutDisguise(password);
  let left = bare;
  for (const word of [...ownWords(owner), ...COMMON].sort((a, b) => b.length - a.length)) left = left.replaceAll(word, '');
  const runless = [left, left.replaceAll(/\d+/g, (digits) => (isRun(digits) ? '' : digits))].map(withoutRuns);
  const rest = runless.map((each) => new Set(each).size);
  if (left !== bare && Math.min(...rest) < LEFT) return 'Password must not be made of a common word, your name or the name of this service';
  if (Math.min(...rest) < 4) return 'Password must not be a row of keys or numbers';
  return null;
}

/** Lower case, letters and digits alone, with the usual swaps undone: `P@ssw0rd` is `password`. */
function withoutDisguise(password: string): string {
  const swapped = password
    .toLowerCase()
    .replaceAll(/[@4]/g, 'a')
    .replaceAll('3', 'e')
    .replaceAll(/[1!|](?=[a-z])/g, 'i')
    .replaceAll('0', 'o')
    .replaceAll(/[$5]/g, 's');
  const plain = password.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const undone = swapped.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return COMMON.some((word) => undone.includes(word)) && !COMMON.some((word) => plain.includes(word)) ? undone : plain;
}

const ownWords = ({ name, email }: Owner): string[] =>
  `${name} ${email}`
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3);

const isRun = (text: string): boolean => RUNS.some((run) => run.includes(text) || [...run].reverse().join('').includes(text));

/** Takes away every stretch of four or more that is a row of keys, forwards or backwards. */
function withoutRuns(text: string): string {
  let rest = '';
  for (let at = 0; at < text.length; ) {
    let length = 1;
    while (at + length < text.length && isRun(text.slice(at, at + length + 1))) length += 1;
    if (length < 4) rest += text.slice(at, at + length);
    at += length;
  }
  return rest;
}
