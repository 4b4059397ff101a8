/** Connections of the readers' instance: one a request, given back when the request ends, each with the statements it has prepared. */
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';

export interface PooledConnection {
  readonly connection: DuckDBConnection;
  /** Prepared once a connection. A plan is bound to attached files by alias, and aliases are never used twice. */
  prepare(sql: string): Promise<DuckDBPreparedStatement>;
}

export interface Pool {
  take(): Promise<PooledConnection>;
  give(connection: PooledConnection): void;
  close(): void;
}

const IDLE = 16;
const STATEMENTS = 128;

export function connectionPool(instance: DuckDBInstance): Pool {
  const idle: PooledConnection[] = [];
  const all = new Set<PooledConnection>();
  let closed = false;

  return {
    async take() {
      const held = idle.pop();
      if (held) return held;
      const fresh = pooled(await instance.connect());
      all.add(fresh);
      return fresh;
    },
    give(connection) {
      if (!closed && idle.length < IDLE) {
        idle.push(connection);
        return;
      }
      all.delete(connection);
      connection.connection.closeSync();
    },
    close() {
      closed = true;
      for (const { connection } of idle) connection.closeSync();
      idle.length = 0;
    },
  };
}

function pooled(connection: DuckDBConnection): PooledConnection {
  const statements = new Map<string, DuckDBPreparedStatement>();
  return {
    connection,
    async prepare(sql) {
      const held = statements.get(sql);
      if (held) {
        statements.delete(sql);
        statements.set(sql, held);
        return held;
      }
      const fresh = await connection.prepare(sql);
      statements.set(sql, fresh);
      const oldest = statements.size > STATEMENTS ? statements.entries().next().value : undefined;
      if (oldest) {
        statements.delete(oldest[0]);
        oldest[1].destroySync();
      }
      return fresh;
    },
  };
}
