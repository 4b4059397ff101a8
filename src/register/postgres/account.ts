/** PostgreSQL refuses to run as root. Run as root, we give it an ordinary account. */
import { readFileSync, statSync } from 'node:fs';
import { HeadwaterError } from '../../errors.ts';
import { codeOf } from './troubles.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const WANTED = ['headwater', 'postgres', 'nobody'];

/** Null when we are not root: the server then runs under our own account. Data that are there already keep their owner. */
export function serverAccount(data: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  return ownerOf(data) ?? choose(readFileSync('/etc/passwd', 'utf8'));
}

function ownerOf(data: string): Account | null {
  try {
    const { uid, gid } = statSync(data);
    return uid === 0 ? null : { uid, gid };
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** `passwd` is the text of passwd(5). */
export function choose(passwd: string): Account {
  const lines = passwd.split('\n').map((line) => line.split(':'));
  for (const name of WANTED) {
    const line = lines.find((fields) => fields[0] === name);
    const [uid, gid] = [Number(line?.[2]), Number(line?.[3])];
    if (line !== undefined && Number.isInteger(uid) && uid > 0 && Number.isInteger(gid)) return { uid, gid };
  }
  throw new HeadwaterError('fault', 'register-no-account', 'The register’s database does not run as root, and there is no ordinary account for it.', {
    advice: 'Make an account named headwater, or run Headwater itself under an ordinary account, or use a PostgreSQL of your own: set DATABASE_URL.',
  });
}

/**
 * How the server is told its data directory. An ordinary account cannot pass through the folders above it when one of them is closed (/root,
 * say). On Linux we put the process into the folder while we are still root, and it names the folder by where it stands.
 */
export function dataName(account: Account | null, data: string): string {
  return account !== null && process.platform === 'linux' ? '/proc/self/cwd' : data;
}
