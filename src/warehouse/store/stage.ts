/** What the store takes from the door. */
import type { HeadwaterError } from '../../errors.ts';
import type { StagedBatch, StageOptions, Progress as StageProgress } from '../door/index.ts';

export type Stage = (options: StageOptions) => Promise<StagedBatch>;

/** Where a delivery is: the door's steps on each file, then the store's on each data file. */
export type Progress = ({ readonly dataset: string } & StageProgress) | { readonly dataset: string; readonly step: 'deciding' | 'writing' | 'committing' };

export interface AlreadyDelivered {
  readonly fileName: string;
  /** The live delivery of the same bytes; null when the batch itself held the file twice. */
  readonly delivery: string | null;
}

export interface RefusedFile {
  readonly fileName: string;
  readonly error: HeadwaterError;
}
