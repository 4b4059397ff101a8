/**
 * Record keys and protection weights (docs/architecture.md, Protection).
 *
 * MD5 serves as a keyed mixer, not as a signature: without the secret the noise that it seeds cannot be foretold. A salt of 96 bits is made
 * from the secret, so that salt and record mostly fit one or two blocks of MD5.
 */
import { createHash } from 'node:crypto';
import { literal } from './sql.ts';

export function saltOf(secret: string | Uint8Array): string {
  return createHash('sha256').update('headwater record key\0').update(secret).digest('base64url').slice(0, 16);
}

/** Key of a row from SQL expressions of its parts: they are what makes the same record the same in every file and layout. */
export function keySql(salt: string, parts: readonly string[]): string {
  return `md5_number_lower(concat_ws('|', ${[literal(salt), ...parts].join(', ')}))`;
}

/** Key of the second, third... row that has the same parts: `n` from 2. */
export function occurrenceKeySql(salt: string, key: string, n: string): string {
  return keySql(salt, [literal('again'), key, n]);
}
