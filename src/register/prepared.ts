/**
 * Statements that are asked again and again, prepared once on each connection: row security makes the planning of one take as long as its answer, or
 * longer, and a prepared one is planned a few times only. A statement is known by its text; its values are parameters.
 */
import { DatabaseError, type Pool, type PoolClient } from 'pg';

/** How often a text is asked before it is prepared. A list of values makes a text for each length, and most are never seen again. */
const OFTEN = 5;
/** At most this many: each stays in the memory of each connection. */
const MOST = 400;
/** Texts that are counted; then counting begins anew. */
const COUNTED = 4_000;

/** What kysely asks of a pool. */
interface PreparingPool {
  readonly options: object;
  connect(): Promise<PreparingClient>;
  end(): Promise<void>;
}

interface PreparingClient {
  query<R>(text: string, values: readonly unknown[]): Promise<R>;
  query<R>(cursor: R): R;
  release(destroy?: boolean): void;
}

interface Names {
  /** The name of a text that is asked often enough, or null. */
  of(text: string): string | null;
  /** Nothing is prepared from now on. */
  stop(): void;
}

export function namesOf({ often = OFTEN, most = MOST, counted = COUNTED } = {}): Names {
  const asked = new Map<string, number>();
  const names = new Map<string, string>();
  let stopped = false;
  return {
    of(text) {
      if (stopped) return null;
      const name = names.get(text);
      if (name !== undefined || names.size >= most) return name ?? null;
      if (asked.size >= counted) asked.clear();
      const times = (asked.get(text) ?? 0) + 1;
      asked.set(text, times);
      if (times < often) return null;
      asked.delete(text);
      const given = `headwater_${names.size + 1}`;
      names.set(text, given);
      return given;
    },
    stop() {
      stopped = true;
    },
  };
}

/** A pool of which every connection prepares what is asked often. */
export function preparing(pool: Pool): PreparingPool {
  const names = namesOf();
  const known = new WeakMap<PoolClient, PreparingClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const ours = known.get(client) ?? preparingClient(client, names);
      known.set(client, ours);
      return ours;
    },
  };
}

function preparingClient(client: PoolClient, names: Names): PreparingClient {
  let broken = false;
  async function ask(text: string, values: readonly unknown[]): Promise<unknown> {
    const name = values.length > 0 ? names.of(text) : null;
    if (name === null) return client.query(text, [...values]);
    try {
      return await client.query({ name, text, values: [...values] });
    } catch (error) {
      if (isUnprepared(error)) {
        names.stop();
        broken = true;
      }
      throw error;
    }
  }
  return {
    // A text and its values: cursors are not used here.
    query: ask as PreparingClient['query'],
    release: (destroy) => client.release(destroy === true || broken),
  };
}

/**
 * What was prepared cannot be used: a newer version's migration has changed a table under it, or a pooler between us and the server gives each transaction
 * another connection. Preparing stops and the connection is given up, so that the same thing tried again succeeds.
 */
export const isUnprepared = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.routine === 'RevalidateCachedQuery' || error.code === '26000' || error.code === '42P05');
