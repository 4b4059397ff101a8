/**
 * Serves the data home. Settings: HEADWATER_HOME, HOST, PORT, HEADWATER_HOSTS (further names that a request may call it by, with commas),
 * HEADWATER_JOBS=off for a second server beside one that runs the jobs, and those of docs/security.md for serving others.
 */
import type { AddressInfo } from 'node:net';
import { isDemonstration, signInKey } from './access/sign-in/index.ts';
import { HeadwaterError } from './errors.ts';
import { type Acting, SERVICE, transaction } from './register/index.ts';
import { readSettings } from './server-settings.ts';
import { openActing } from './service/index.ts';
import { startJobs } from './service/jobs/index.ts';
import { homeDir, openHome, openWarehouse } from './warehouse/index.ts';
import { buildApp, refuseDemonstration } from './web/index.ts';

export interface ServerOptions {
  /** Folder of the data home; else HEADWATER_HOME, else `.headwater`. */
  readonly home?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly print?: (line: string) => void;
}

export interface RunningServer {
  /** `http://localhost:3000`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Opens the home, serves it, says where, and stops in good order when told to. Throws HeadwaterError with what to do. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const env = options.env ?? process.env;
  const { host, port, hosts, publicUrl, reachable, proxies, provider } = readSettings(env);
  const home = openHome(homeDir(options.home, env), { create: true });
  const warehouse = await openWarehouse(home);
  const acting = await openActing({ homeDir: home.dir, env }).catch(async (error: unknown) => {
    await warehouse.close();
    throw error;
  });
  const app = await buildApp({
    warehouse,
    acting,
    hosts,
    https: publicUrl?.protocol === 'https:',
    proxies,
    signIn: { key: signInKey(home.dir, env), provider, demonstrations: !reachable },
    logger: true,
  });
  try {
    if (reachable) refuseDemonstration(reachable, await demonstrates(acting));
    await app.listen({ host, port });
  } catch (cause) {
    await acting.register.close();
    await warehouse.close();
    throw cannotListen(host, port, cause);
  }
  const url = `http://${host === '127.0.0.1' ? 'localhost' : host}:${(app.server.address() as AddressInfo).port}`;
  const jobs = env['HEADWATER_JOBS'] === 'off' ? null : await jobsOrNothing();
  const stop = async (): Promise<void> => {
    await app.close();
    await jobs?.stop();
    await acting.register.close();
    await warehouse.close();
  };
  options.print?.(`Headwater is at ${url}\nData home: ${home.dir}\nStop it with Ctrl+C.`);
  return { url, stop };

  async function jobsOrNothing() {
    try {
      return await startJobs({ acting, warehouse, homeDir: home.dir }, { log: (line) => app.log.warn(line) });
    } catch (error) {
      await app.close();
      await acting.register.close();
      await warehouse.close();
      throw error;
    }
  }
}

const demonstrates = (acting: Acting): Promise<boolean> =>
  transaction(acting.register.db, { reach: 'public', who: SERVICE, at: acting.register.now(), readOnly: true }, isDemonstration);

/** Ends the process in good order at the first SIGTERM or SIGINT, and at once at the second. */
export function stopOnSignals(server: RunningServer): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      server.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

function cannotListen(host: string, port: number, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return new HeadwaterError('conflict', 'port-in-use', `Something is already listening on port ${port}. It may be Headwater: see http://localhost:${port}`, {
      advice: `Stop it first, or choose another port: PORT=${port + 1}.`,
      cause,
    });
  }
  if (code === 'EACCES')
    return new HeadwaterError('refused', 'port-not-allowed', `This account may not listen on port ${port}.`, { advice: 'Choose a port above 1023.', cause });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new HeadwaterError('bad-input', 'host-not-here', `${host} is not an address of this machine.`, { advice: 'Leave HOST unset.', cause });
  return cause;
}
