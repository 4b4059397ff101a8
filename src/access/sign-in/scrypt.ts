/**
 * Passwords at rest: scrypt with OWASP’s parameters (N = 2^17, r = 8, p = 1: 128 MB a hash), kept with the hash, so that they can rise. Few at a time:
 * fifty people who sign in at once wait for each other and do not fill the memory.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { HeadwaterError } from '../../errors.ts';

export interface Cost {
  /** Logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP Password Storage Cheat Sheet, scrypt. */
export const COST: Cost = { ln: 17, r: 8, p: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes at once: 256 MB. */
const AT_ONCE = 2;
/** As many wait as can be answered within half a minute or so; more is a flood. */
const MOST_WAITING = 100;

/**
 * The hash of nobody’s password (random bytes), at the cost of today: whoever has none is checked against it, so that an unknown e-mail takes as long as a
 * known one.
 */
export const NOBODYS = '$scrypt$ln=17,r=8,p=1$sQeK7ooZvqbhDXuZzN3NsA$3wgn3PcNC4NtD4H9+iTNqge5/MQQzBWmTRhNXUQAHJI';

/** `$scrypt$ln=17,r=8,p=1$SALT$HASH`, base64 without padding. @throws HeadwaterError `sign-in-busy` */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${plain(salt)}$${plain(hash)}`;
}

/** @throws HeadwaterError `sign-in-busy` */
export async function verifyPassword(password: string, encoded: string): Promise<boolean> {
  const held = parse(encoded);
  if (held === null) throw new HeadwaterError('fault', 'password-hash', 'A password’s hash is not in a form that is known.');
  const hash = await derive(password, held.salt, held.cost);
  return timingSafeEqual(hash, held.hash);
}

/** Made at another cost than today’s: made anew at the next sign-in, the only time that the password is known. */
export function isDated(encoded: string, cost: Cost = COST): boolean {
  const held = parse(encoded)?.cost;
  return held === undefined || held.ln !== cost.ln || held.r !== cost.r || held.p !== cost.p;
}

function parse(encoded: string): { cost: Cost; salt: Buffer; hash: Buffer } | null {
  const found = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(encoded);
  if (found === null) return null;
  const hash = Buffer.from(found[5] ?? '', 'base64');
  if (hash.length !== HASH_BYTES) return null;
  return { cost: { ln: Number(found[1]), r: Number(found[2]), p: Number(found[3]) }, salt: Buffer.from(found[4] ?? '', 'base64'), hash };
}

const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

const waiting: (() => void)[] = [];
let running = 0;

async function derive(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  await turn();
  try {
    const N = 2 ** ln;
    return await new Promise((resolve, reject) => {
      // The same letters typed on another keyboard are the same password (NIST SP 800-63B, 5.1.1.2).
      scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 2 * 128 * N * r }, (error, key) =>
        error === null ? resolve(key) : reject(error),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** A turn that ends is handed on, so `running` changes only where nobody waits. */
async function turn(): Promise<void> {
  if (running < AT_ONCE) {
    running += 1;
    return;
  }
  if (waiting.length >= MOST_WAITING) {
    throw new HeadwaterError('busy', 'sign-in-busy', 'Too many people are signing in at this moment', { advice: 'Wait half a minute, then try again.' });
  }
  await new Promise<void>((resolve) => waiting.push(resolve));
}
