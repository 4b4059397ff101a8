/** The one DuckDB file that a batch is staged in. */
import { DuckDBInstance } from '@duckdb/node-api';
import { literal } from './sql.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  /** Runs a statement and gives the number of rows that it changed. */
  run(sql: string): Promise<number>;
  /** Rows as plain values; wide integers are bigint. For small results only. */
  rows(sql: string): Promise<Row[]>;
  /** The same in pieces, for results of any size. */
  stream(sql: string): AsyncGenerator<Row[]>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly path: string;
  readonly tempDir: string;
  /** For example `700MB`. */
  readonly memoryLimit: string;
  readonly threads: number;
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const instance = await DuckDBInstance.create(options.path, {
    memory_limit: options.memoryLimit,
    threads: String(options.threads),
    temp_directory: options.tempDir,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  // Times without a zone are UTC, as data.police.uk has them; the machine's own zone plays no part.
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET temp_directory = ${literal(options.tempDir)}`);
  return {
    async run(sql) {
      const reader = await connection.runAndReadAll(sql);
      return numberOf(reader.getRowObjectsJS()[0]?.['Count']);
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS();
    },
    async *stream(sql) {
      const result = await connection.stream(sql);
      for await (const rows of result.yieldRowObjectJs()) yield rows;
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

export const numberOf = (value: unknown): number => (typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? value : 0);
export const bigOf = (value: unknown): bigint => (typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : 0n);
