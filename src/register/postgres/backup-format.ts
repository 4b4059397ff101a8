/**
 * A backup file: gzip of lines. First the header; for each table its name and columns, its rows as COPY's text format writes them, and `\.`;
 * then the sequences; last the trailer, with the sums over all before it. A file without its trailer is not whole.
 */
import { z } from 'zod';

export const FORMAT = 'headwater-register-backup';
export const VERSION = 1;
export const END_OF_ROWS = '\\.';

export const header = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  /** The server's, as "18.4". */
  postgres: z.string(),
  /** Names of the migrations applied, in order. */
  migrations: z.array(z.string()),
  /** UTC, ISO 8601. */
  at: z.string(),
});
export type Header = z.infer<typeof header>;

export const tableLine = z.object({ table: z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()) }) });
export type BackupTable = z.infer<typeof tableLine>['table'];

/** `next` is the value that the sequence gives next, as text: it may be beyond what a number holds. */
export const sequenceLine = z.object({ sequence: z.object({ schema: z.string(), name: z.string(), next: z.string().regex(/^-?\d+$/) }) });
export type BackupSequence = z.infer<typeof sequenceLine>['sequence'];

export const trailer = z.object({
  end: z.object({
    tables: z.number().int(),
    rows: z.number().int(),
    /** Rows of each table, in the order of the file. */
    counts: z.array(z.number().int()),
    /** Of every byte before the trailer, unpacked; in hex. */
    sha256: z.string(),
  }),
});
export type Trailer = z.infer<typeof trailer>['end'];

export const line = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
