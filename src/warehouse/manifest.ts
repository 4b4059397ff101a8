/** What is live: the shape of `manifest.json`. Written by `store/`, read by everybody. */
export interface Manifest {
  readonly version: 1;
  /** Count of commits; a snapshot's id is `s` and this number at its making. */
  readonly sequence: number;
  readonly current: string | null;
  readonly snapshots: readonly SnapshotEntry[];
  readonly deliveries: readonly DeliveryEntry[];
}

export interface SnapshotEntry {
  readonly id: string;
  /** ISO instant of the commit. */
  readonly at: string;
  /** Dataset (or `frame`) to its data file. */
  readonly files: Readonly<Record<string, DataFile>>;
  /** Delivery ids whose rows are live in it. */
  readonly live: readonly string[];
  /** Set when its files have been removed by the retention rule. */
  readonly removed?: string;
}

export interface DataFile {
  readonly name: string;
  readonly dataset: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Months or years covered, as text: `2018-10`, `2016/17`, `2021`; null for reference data without a period. */
  readonly from: string | null;
  readonly to: string | null;
  readonly contractVersion: string;
  /** Rows by source and month, for completeness: `{ norfolk: { '2018-10': 6625 } }`. */
  readonly coverage: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly notes: readonly string[];
}

export type DeliveryState = 'live' | 'superseded' | 'part-superseded';

export interface DeliveryEntry {
  readonly id: string;
  readonly number: number;
  readonly dataset: string;
  readonly layout: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly receivedAt: string;
  readonly source: string;
  readonly publisher: string;
  readonly licence: string;
  readonly edition: string | null;
  readonly fictional: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly counts: DeliveryCounts;
  readonly warnings: readonly FieldNote[];
  readonly review: readonly UnmappedCode[];
  readonly quarantined: readonly FieldNote[];
  readonly state: DeliveryState;
  readonly supersededBy?: string;
  readonly supersedes?: readonly string[];
  readonly contractVersion: string;
  /** Sharing agreements that it came in under; absent for open data that no agreement names. */
  readonly agreements?: readonly DeliveryAgreement[];
}

export interface DeliveryAgreement {
  readonly id: string;
  readonly reference: string;
}

/** `read = accepted + quarantined + repeats`, where `read` was counted by the intake and not by the loader. */
export interface DeliveryCounts {
  readonly read: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly repeats: number;
}

export interface FieldNote {
  readonly field: string;
  readonly rule: string;
  readonly reason: string;
  readonly count: number;
}

export interface UnmappedCode {
  readonly field: string;
  readonly list: string;
  readonly value: string;
  readonly count: number;
}
