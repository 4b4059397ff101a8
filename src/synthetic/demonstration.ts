/** Loads Varrowshire into a data home through the same door as real files, in one commit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadwaterError } from '../errors.ts';
import { deliverMany, type DeliverResult, type Permit, type Progress } from '../warehouse/store/index.ts';
import { type Home, openHome, readManifest } from '../warehouse/index.ts';
import { type CountyFile, type CountyOptions, generateCounty } from './generate.ts';

export interface DemonstrationOptions extends Omit<CountyOptions, 'dir'> {
  readonly now?: Date;
  /** The gate of the sharing agreements; without one everything is let in. */
  readonly permit?: Permit;
  readonly onProgress?: (progress: Progress) => void;
}

/** Reference first, so that the first frame of the home is whole; the order in which a partnership would be given its files. */
const ORDER: ReadonlyArray<CountyFile['dataset']> = ['area', 'deprivation', 'population', 'population-ethnicity', 'street', 'stop'];

/**
 * Generates the county into a temporary folder and delivers it. A home that already holds the demonstration is left as it is (null).
 * Throws HeadwaterError: `demonstration-real-data` where real deliveries are live, and what a delivery throws.
 */
export async function loadDemonstration(home: Home | string, options: DemonstrationOptions = {}): Promise<DeliverResult | null> {
  const opened = typeof home === 'string' ? openHome(home, { create: true }) : home;
  const live = readManifest(opened).deliveries.filter((delivery) => delivery.state !== 'superseded');
  if (live.some((delivery) => !delivery.fictional)) {
    throw new HeadwaterError('conflict', 'demonstration-real-data', 'This data home holds real data, so the fictional county is not loaded into it.', {
      advice: 'Choose another folder with --home to look at the demonstration.',
    });
  }
  if (live.length > 0) return null;
  const { now = new Date(), onProgress, permit, ...county } = options;
  const dir = mkdtempSync(join(tmpdir(), 'varrowshire-'));
  try {
    const files = generateCounty({ ...county, dir, now });
    const requests = ORDER.map((dataset) => ({ dataset, inputs: files.filter((file) => file.dataset === dataset).map((file) => file.path) }));
    const result = await deliverMany(opened, requests, { now, ...(onProgress ? { onProgress } : {}), ...(permit ? { permit } : {}) });
    const [refused] = result.refused;
    if (refused) throw refused.error;
    return result;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
