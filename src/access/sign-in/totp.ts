/** Codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), and the recovery codes for who has lost theirs. */
import { createHmac, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

export const SERVICE_NAME = 'Headwater';
const PERIOD_SECONDS = 30;
/** Steps that a clock may be off, either way. */
const WINDOW = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** No letters or digits that are read for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

export const newTotpSecret = (): Buffer => randomBytes(SECRET_BYTES);

const totpOf = (secret: Uint8Array, label = ''): TOTP =>
  new TOTP({
    issuer: SERVICE_NAME,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  });

/** The address that an app takes from the square, and the key in groups of four, for typing. */
export function totpWords(secret: Uint8Array, email: string): { readonly uri: string; readonly typed: string } {
  const totp = totpOf(secret, email);
  return { uri: totp.toString(), typed: (totp.secret.base32.match(/.{1,4}/g) ?? []).join(' ') };
}

/** The step that a code is of, or null where it is of none near `at`. The caller refuses a step that was used. */
export function stepOfCode(secret: Uint8Array, code: string, at: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = at.getTime();
  const off = totpOf(secret).validate({ token, timestamp, window: WINDOW });
  return off === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + off;
}

/** Ten codes of twelve characters (59 bits each), as they are shown. */
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, () => [oneGroup(), oneGroup(), oneGroup()].join('-'));

function oneGroup(): string {
  let group = '';
  while (group.length < 4) {
    // Bytes past the last whole multiple are drawn again, so that every character is equally likely.
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < 256 - (256 % ALPHABET.length)) group += ALPHABET[byte % ALPHABET.length];
  }
  return group;
}

/**
 * What is kept of one: HMAC-SHA-256 under the key that is kept outside the database, with the person’s id, so that nobody who has the database alone can try
 * codes, nor see that two people have the same one.
 */
export const hashOfRecoveryCode = (key: Uint8Array, personId: string, code: string): string =>
  createHmac('sha256', key)
    .update(`recovery ${personId} ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`)
    .digest('base64url');
