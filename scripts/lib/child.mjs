// Runs a program in the foreground as if it were this one: same terminal, same signals, same exit code.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Node keeps what it compiled of our source: half of the start's time. It checks it against the source itself. */
export const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/headwater', import.meta.url));

/**
 * Runs the command `headwater`. Type stripping, which Node still calls experimental in its API, is what we chose: no warning about it.
 *
 * @param {string} root the repository
 * @param {string} node the Node to run on
 * @param {string[]} args
 */
export function runHeadwater(root, node, args) {
  return runInForeground(node, ['--disable-warning=ExperimentalWarning', join(root, 'src', 'cli.ts'), ...args]);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>} its exit code; 128 plus the signal's number when a signal ended it
 */
export function runInForeground(program, args) {
  return new Promise((resolve, reject) => {
    // The channel carries no messages. It closes when this process dies, however it dies, so that a server is not left behind.
    const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { NODE_COMPILE_CACHE: COMPILED, ...process.env } });
    // Ctrl+C at a terminal reaches the whole group, so the child has it already; a second one would mean "at once".
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
