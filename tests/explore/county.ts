/** The fictional county, delivered into a temporary home and served: what the tests of Explore look at. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemonstration } from '../../src/synthetic/index.ts';
import { openHome, openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { signedInAs } from '../who.ts';

export interface ServedCounty {
  readonly url: string;
  readonly warehouse: Warehouse;
  readonly stop: () => Promise<void>;
}

/** Enough for last year's line. */
const MONTHS = 14;

export async function serveCounty(): Promise<ServedCounty> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-explore-'));
  const home = openHome(join(dir, 'home'), { create: true });
  await loadDemonstration(home, { months: MONTHS, end: '2026-09' });
  const warehouse = await openWarehouse(home);
  const app = await buildApp({ identify: signedInAs('analyst', 'data-quality-lead'), warehouse, requestsAMinute: 0 });
  await app.listen({ host: '127.0.0.1', port: 0 });
  // Listening on a port, its address is never a path.
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    warehouse,
    stop: async () => {
      await app.close();
      await warehouse.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
