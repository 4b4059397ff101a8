/** Is that process still the one that was meant? A process number alone is used again, after a restart of the machine above all. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { codeOf } from './troubles.ts';

const LINUX = process.platform === 'linux';

export interface ProcessMark {
  readonly pid: number;
  /** Tells two processes of one number apart. Empty where the platform does not say. */
  readonly started: string;
}

/** The mark of a running process, or null when there is none of that number. A process that ended and waits for its parent is none. */
export function markOf(pid: number): ProcessMark | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (LINUX) {
    const started = linuxStart(pid);
    return started === null ? null : { pid, started };
  }
  if (!signalled(pid)) return null;
  return { pid, started: process.platform === 'win32' ? '' : ps(pid, 'lstart=') };
}

export function isSame(mark: ProcessMark): boolean {
  const now = markOf(mark.pid);
  return now !== null && (now.started === mark.started || now.started === '' || mark.started === '');
}

/** Is `pid` a postgres whose data directory is `data`? */
export function isPostgresOf(pid: number, data: string): boolean {
  if (markOf(pid) === null) return false;
  if (process.platform === 'win32') return true;
  if (!LINUX) {
    const command = ps(pid, 'command=');
    return command.includes('postgres') && command.includes(data);
  }
  try {
    // A postgres works in its data directory, whatever name it was given for it.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    // Of another account, so not started by this one.
    return false;
  }
}

/** proc(5): after the name in brackets, field 3 is the state and field 22 the start in ticks since the machine's own start. */
function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

function signalled(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return codeOf(cause) === 'EPERM';
  }
}

function ps(pid: number, what: string): string {
  try {
    return execFileSync('ps', ['-ww', '-o', what, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
