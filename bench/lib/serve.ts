/** The server in a process of its own, as `headwater serve` starts it but without the limit on requests. Tells its parent how late its event loop ran. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AddressInfo } from 'node:net';
import { openWarehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';

const [home] = process.argv.slice(2);
if (home === undefined || !process.send) throw new Error('for bench/lib/server.ts');
const RESOLUTION_MS = 2;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
const warehouse = await openWarehouse(home);
const app = await buildApp({ warehouse, requestsAMinute: 0 });
await app.listen({ host: '127.0.0.1', port: 0 });
process.on('message', (message) => {
  if (message === 'reset') delay.reset();
  // What is measured is the time between two ticks of a timer: the tick itself is no delay.
  if (message === 'read')
    process.send?.({ maxMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), p99Ms: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS) });
});
delay.enable();
process.send({ port: (app.server.address() as AddressInfo).port });
