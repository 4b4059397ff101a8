/** The passwords of the embedded database's roles: generated, kept in a file of mode 600, and never shown. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Paths, writeWhole } from './paths.ts';
import { secretsLost } from './troubles.ts';

const password = z.string().regex(/^[A-Za-z0-9_-]{20,}$/);
const secrets = z.object({ superuser: password, owner: password, app: password });
export type Secrets = z.infer<typeof secrets>;

export const SUPERUSER = 'postgres';
export const OWNER = 'headwater_owner';
export const APP = 'headwater_app';
export const DATABASE = 'headwater';

/** Of the database that is there; made where there is none yet. Throws `register-secrets-lost`. */
export function keepSecrets(paths: Paths): Secrets {
  if (existsSync(paths.secrets)) return readSecrets(paths.secrets);
  if (existsSync(paths.data)) throw secretsLost(paths.secrets);
  const fresh = { superuser: generate(), owner: generate(), app: generate() };
  writeWhole(paths.secrets, JSON.stringify(fresh));
  return fresh;
}

function readSecrets(path: string): Secrets {
  try {
    // A copy may have lost the mode.
    chmodSync(path, 0o600);
    return secrets.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw secretsLost(path);
  }
}

// Letters that need no escaping in a URL, in SQL, or in a shell.
const generate = (): string => randomBytes(24).toString('base64url');

export function urlOf(role: string, secret: string, port: number): string {
  return `postgres://${role}:${secret}@127.0.0.1:${port}/${DATABASE}`;
}
