/** The store: what makes delivered files live, and what is kept. */
import { stage } from '../door/index.ts';
import type { Home } from '../home.ts';
import { deliverBatch, type DeliverOptions, type DeliverRequest, type DeliverResult } from './deliver.ts';

export type { DeliverOptions, DeliverRequest, DeliverResult } from './deliver.ts';
export type { Permit } from './permit.ts';
export { listSnapshots, prune, tidyHome } from './snapshots.ts';
export type { AlreadyDelivered, Progress, RefusedFile } from './stage.ts';

/** Delivers files of one dataset and commits once. See {@link deliverMany}. */
export function deliver(home: Home, request: DeliverRequest & DeliverOptions): Promise<DeliverResult> {
  const { now, onProgress, permit, ...rest } = request;
  return deliverMany(home, [rest], { ...(now ? { now } : {}), ...(onProgress ? { onProgress } : {}), ...(permit ? { permit } : {}) });
}

/**
 * Delivers files of several datasets and commits once. Files that are refused do not stop the others.
 * Throws HeadwaterError: `delivery-running` (busy), `home-unwritable`, `disk-full`, `manifest-damaged`, `secret-unreadable`, `unknown-dataset`.
 */
export function deliverMany(home: Home, requests: readonly DeliverRequest[], options: DeliverOptions = {}): Promise<DeliverResult> {
  return deliverBatch(home, stage, requests, options);
}
