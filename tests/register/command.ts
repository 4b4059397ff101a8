/** The command and the server as processes of their own, on a database that DATABASE_URL names. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startSession } from '../../src/access/index.ts';
import { openRegister, SERVICE, transaction } from '../../src/register/index.ts';

const COMMAND = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'headwater');

export interface Place {
  readonly home: string;
  /** DATABASE_URL and DATABASE_OWNER_URL; none of either for the embedded one. */
  readonly database: Readonly<Record<string, string>>;
}

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function environment(place: Place): NodeJS.ProcessEnv {
  const { DATABASE_URL: _one, DATABASE_OWNER_URL: _other, HEADWATER_SIGN_IN_KEY: _key, ...rest } = process.env;
  return { ...rest, ...place.database, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: CACHE };
}

export async function command(place: Place, ...args: string[]): Promise<Told> {
  return commandWith(place, '', ...args);
}

/** `input` is given on standard input. */
export async function commandWith(place: Place, input: string, ...args: string[]): Promise<Told> {
  const child = spawn(process.execPath, [COMMAND, ...args, '--home', place.home], { stdio: ['pipe', 'pipe', 'pipe'], env: environment(place) });
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code), out, err };
}

export interface Served {
  readonly url: string;
  readonly pid: number;
  /** What it wrote for its log until now. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export async function serve(place: Place): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--home', place.home], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(place),
  });
  let said = '';
  const ready = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said += String(chunk);
      const url = /http:\/\/localhost:\d+/.exec(said)?.[0];
      if (url !== undefined && said.includes('Ctrl+C')) ready.resolve(url);
    });
  child.once('exit', () => ready.reject(new Error(`the server ended: ${said}`)));
  return {
    url: await ready.promise,
    pid: child.pid ?? Number.NaN,
    log: () => said,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

export const PASSWORD = 'copper lantern orchard';
export const EMAIL = 'ben.hale@council.example';

/** An administrator of a new register; gives the path of the link that they choose their password at. */
export async function firstPerson(place: Place): Promise<string> {
  const made = await command(place, 'admin', 'create', '--name', 'Ben Hale', '--email', EMAIL, '--organisation', 'Varrow Council');
  if (made.code !== 0) throw new Error(made.err);
  return new URL(made.out.trim()).pathname;
}

export const send = (url: string, fields: Record<string, string>, cookie = ''): Promise<Response> =>
  fetch(url, { method: 'POST', redirect: 'manual', headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) }, body: new URLSearchParams(fields) });

/** Chooses the password at the link, through the server; then a session of that person, as signing in with a second factor makes it. Gives the cookie. */
export async function signIn(served: Served, link: string, place: Place): Promise<string> {
  const joined = await send(`${served.url}${link}`, { password: PASSWORD, again: PASSWORD, confirm: PASSWORD });
  if (joined.status !== 303) throw new Error(`${joined.status} ${await joined.text()}`);
  const register = await openRegister({ homeDir: place.home, env: place.database, serves: false });
  try {
    const token = await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, async (tx) => {
      const { id } = await tx.selectFrom('person').select('id').where('email', '=', EMAIL).executeTakeFirstOrThrow();
      return startSession(tx, { personId: id, membershipId: null, method: 'password', secondFactor: true, agent: 'test' }, register.now());
    });
    return `__Host-headwater=${token}`;
  } finally {
    await register.close();
  }
}
