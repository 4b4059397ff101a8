/** A warehouse that notes what its figures ask of DuckDB. */
import type { Parameter } from '../../src/warehouse/engine/parameters.ts';
import type { Warehouse } from '../../src/warehouse/index.ts';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** The same warehouse, noting every statement that its figures run. */
export function recording(warehouse: Warehouse, into: Statement[]): Warehouse {
  const { engine } = warehouse.internals;
  const noting: typeof engine = {
    ...engine,
    with: (snapshot, work, options) =>
      engine.with(
        snapshot,
        (session) =>
          work({
            ...session,
            run: (sql, parameters = [], more) => {
              into.push({ sql, parameters });
              return session.run(sql, parameters, more);
            },
          }),
        options,
      ),
  };
  return { ...warehouse, internals: { ...warehouse.internals, engine: noting } };
}
