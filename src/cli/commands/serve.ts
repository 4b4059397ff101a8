/** `headwater serve`: the pages, on this machine. */
import { type RunningServer, startServer, stopOnSignals } from '../../server.ts';
import { readSettings } from '../../server-settings.ts';
import { refuseDemonstration } from '../../web/index.ts';
import { homeDir, openHome } from '../../warehouse/index.ts';
import { tidyHome } from '../../warehouse/store/index.ts';
import { readArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { loadIfEmpty } from './demo.ts';

const OPTIONS = { demo: { type: 'boolean' }, port: { type: 'string' }, host: { type: 'string' } } as const;

export const help = `Serves Headwater in the browser, to this machine unless it is told otherwise.

Usage: headwater serve [--demo] [--port PORT] [--host HOST] [--home DIR]

  --demo       load the demonstration first when the data home is empty
  --port PORT  the port: else PORT, else 3000
  --host HOST  the address to listen on: else HOST, else 127.0.0.1. Others than
               loopback only behind HTTPS (HEADWATER_PUBLIC_URL=https://…), and never a demonstration: docs/security.md
  --home DIR   the data home; made when it is not there`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values } = readArgs('serve', args, OPTIONS, false);
  const env = { ...io.env, ...(values.port === undefined ? {} : { PORT: values.port }), ...(values.host === undefined ? {} : { HOST: values.host }) };
  refuseDemonstration(readSettings(env).reachable, values.demo === true);
  const home = openHome(homeDir(values.home, io.env), { create: true });
  await tidyHome(home);
  // Before the demonstration is made, so that a port in use is told at once.
  const server = await startServer({ home: home.dir, env });
  stopOnSignals(server);
  stopWithParent(server);
  try {
    if (values.demo === true) await loadIfEmpty(home, io);
  } catch (error) {
    await server.stop();
    throw error;
  }
  io.out(`Headwater is at ${server.url}\nData home: ${home.dir}\nStop it with Ctrl+C.`);
  return new Promise<number>(() => {});
}

/** scripts/lib/child.mjs keeps a channel open for as long as it lives: when it closes, nobody waits for this server any more. */
function stopWithParent(server: RunningServer): void {
  process.once('disconnect', () => {
    const end = (): void => process.exit(0);
    server.stop().then(end, end);
  });
}
