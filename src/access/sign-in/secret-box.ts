/**
 * Secrets at rest in the database: AES-256-GCM with a key that is kept outside it, in `sign-in.key` of the data home or in HEADWATER_SIGN_IN_KEY where two
 * servers share one database. Whoever has the database alone cannot make anybody’s codes.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { HeadwaterError } from '../../errors.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is kept, for the day that the cipher changes. */
const VERSION = 1;

/** `owner` is bound to it: a secret copied into another person’s row does not open. */
export function seal(key: Uint8Array, owner: string, secret: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** @throws HeadwaterError `secret-sealed` when the key is another one, or the secret was changed */
export function unseal(key: Uint8Array, owner: string, sealed: Buffer): Buffer {
  try {
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
    const opener = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(owner)).setAuthTag(tag);
    if (sealed[0] !== VERSION) throw new Error('unknown version');
    return Buffer.concat([opener.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), opener.final()]);
  } catch (cause) {
    throw new HeadwaterError('busy', 'secret-sealed', 'Codes cannot be checked on this server at the moment', {
      advice:
        'Whoever runs this service must put back the sign-in.key of its data home (or HEADWATER_SIGN_IN_KEY), or take your second factor away so that you can set it up anew.',
      cause,
    });
  }
}

/** The key, read or made at first use. @throws HeadwaterError `sign-in-key` */
export function signInKey(homeDir: string, env: NodeJS.ProcessEnv): () => Uint8Array {
  let held: Uint8Array | undefined;
  return () => {
    held ??= fromEnvironment(env['HEADWATER_SIGN_IN_KEY']) ?? fromFile(join(homeDir, 'sign-in.key'));
    return held;
  };
}

function fromEnvironment(text: string | undefined): Uint8Array | undefined {
  if (!text) return undefined;
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new HeadwaterError('fault', 'sign-in-key', `HEADWATER_SIGN_IN_KEY must be ${KEY_BYTES} bytes in base64.`, {
    advice: 'Make one with: openssl rand -base64 32',
  });
}

function fromFile(path: string): Uint8Array {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) make(path);
  const key = readFileSync(path);
  if (key.length === KEY_BYTES) return key;
  throw new HeadwaterError('fault', 'sign-in-key', `${path} is ${key.length} bytes long; it must be ${KEY_BYTES}.`, { advice: 'Put it back from a backup.' });
}

/** The whole file or nothing, and never over one that another process made first. */
function make(path: string): void {
  const fresh = `${path}.new-${process.pid}-${randomBytes(6).toString('hex')}`;
  const file = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(file, randomBytes(KEY_BYTES));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(fresh, path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    rmSync(fresh, { force: true });
  }
}
