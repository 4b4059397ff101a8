/** Starts and asks the server process of the benchmarks. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';

export interface LoopDelay {
  readonly maxMs: number;
  readonly p99Ms: number;
}

export interface BenchServer {
  readonly url: string;
  /** Milliseconds from the request to the last byte of the answer. Throws where the answer is not 200. */
  fetch(path: string): Promise<number>;
  resetDelay(): void;
  readDelay(): Promise<LoopDelay>;
  stop(): Promise<void>;
}

export async function startBenchServer(home: string): Promise<BenchServer> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'serve.ts'), [home], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    url,
    fetch: (path) =>
      new Promise((resolve, reject) => {
        const started = performance.now();
        get(`${url}${path}`, { agent, headers: { accept: 'text/html', 'accept-encoding': 'gzip' } }, (answer) => {
          answer.resume();
          answer.on('end', () =>
            answer.statusCode === 200 ? resolve(performance.now() - started) : reject(new Error(`${path} answered ${answer.statusCode}`)),
          );
          answer.on('error', reject);
        }).on('error', reject);
      }),
    resetDelay: () => void child.send('reset'),
    async readDelay() {
      child.send('read');
      const [delay] = (await once(child, 'message')) as [LoopDelay];
      return delay;
    },
    async stop() {
      agent.destroy();
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
