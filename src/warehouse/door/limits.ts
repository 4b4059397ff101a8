/** What the intake will not go beyond. Generous for real deliveries, small against an attack or a mistake. */
export const LIMITS = {
  /** The longest line, in bytes: a longer one is not a line of a table. */
  line: 1_000_000,
  /** The longest record (a quoted field may hold line ends), in bytes. */
  record: 2_000_000,
  /** The longest GeoJSON feature, in characters. */
  feature: 32_000_000,
  /** Unpacked bytes of one file. */
  unpacked: 64 * 1024 ** 3,
  /** Unpacked bytes for each packed one, looked at after the first `ratioFrom` bytes. CSV packs 5 to 30 times. */
  ratio: 300,
  ratioFrom: 64 * 1024 ** 2,
  /** Files in one zip. */
  members: 10_000,
  columns: 2_000,
  /** Characters of original text that a quarantined row keeps. */
  text: 20_000,
  /** Distinct values of a field in the review list. */
  review: 200,
} as const;
