/** DuckDB for the writer: one file in hand, bounded memory, spilling into `staging/`. */
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { HeadwaterError } from '../../errors.ts';
import { bindable, type Parameter } from '../engine/parameters.ts';
import { collect, type Table } from '../engine/table.ts';

export interface Builder {
  run(sql: string, parameters?: readonly Parameter[]): Promise<void>;
  /** Small results only: counts, coverage, lists of areas. */
  read(sql: string, parameters?: readonly Parameter[]): Promise<Table>;
  attach(path: string, alias: string): Promise<void>;
  readonly connection: DuckDBConnection;
  /** Flushes DuckDB's own log into the file and closes it. */
  close(): Promise<void>;
  /** Closes without finishing: after an error. */
  abandon(): void;
}

/** 10 M rows of facts are merged and sorted under 1.5 GB of resident memory with this limit (npm run bench:deliver). */
const MEMORY = '700MB';
const MOST_ROWS = 5_000_000;

export async function openBuilder(path: string, workDir: string): Promise<Builder> {
  const instance = await DuckDBInstance.create(path, {
    threads: '2',
    memory_limit: MEMORY,
    temp_directory: join(workDir, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const execute = async (sql: string, parameters: readonly Parameter[]) => {
    if (parameters.length === 0) return connection.run(sql);
    const { values, types } = bindable(parameters);
    return connection.run(sql, values, types);
  };
  const shut = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  return {
    connection,
    run: async (sql, parameters = []) => void (await execute(sql, parameters)),
    read: async (sql, parameters = []) => collect(await execute(sql, parameters), MOST_ROWS),
    attach: async (file, alias) => void (await execute(`ATTACH '${file.replaceAll("'", "''")}' AS ${alias} (READ_ONLY)`, [])),
    async close() {
      try {
        await execute('CHECKPOINT', []);
      } finally {
        shut();
      }
    },
    abandon: shut,
  };
}

/** A full disk or a quota, in the words of the file system or of DuckDB, wherever it struck. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof HeadwaterError) return false;
  if (error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))) return true;
  return /no space left|disk quota|file too large|could not write file|failed to write|max_temp_directory_size/i.test(String(error));
}

export function diskFull(cause: unknown): HeadwaterError {
  return new HeadwaterError('fault', 'disk-full', 'There is not enough disk space to take this delivery.', {
    advice: 'Free some space on the disk that holds the data home and deliver again. What was there before is untouched.',
    detail: String(cause),
    cause,
  });
}
