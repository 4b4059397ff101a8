/**
 * A register of its own for a test: the real database, empty but for its tables. In a throwaway server that goes with it; or, where
 * HEADWATER_TEST_DATABASE_URL names a server of one's own, in a new database there, opened as DATABASE_URL alone opens it.
 */
import { connect, type Register } from '../open.ts';
import { startThrowaway } from '../postgres/testing.ts';
import { createOutside, OUTSIDE } from './outside.ts';

export { createOutside, tell } from './outside.ts';
export { debianPrograms, type OwnServer, startOwnServer } from './own-server.ts';

export interface TestRegister extends Register {
  /** Moves the register's clock. */
  setNow(at: string | Date): void;
  /** Stops and removes everything. */
  remove(): Promise<void>;
}

export async function testRegister(now: string | Date = new Date()): Promise<TestRegister> {
  const place = await testDatabase();
  let at = new Date(now);
  const register = await connect(place, () => at);
  return {
    ...register,
    setNow(next) {
      at = new Date(next);
    },
    async remove() {
      await register.close();
      await place.remove();
    },
  };
}

export interface TestDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  remove(): Promise<void>;
}

/** Without tables. */
export async function testDatabase(): Promise<TestDatabase> {
  const outside = process.env[OUTSIDE];
  if (!outside) return startThrowaway();
  const { url, drop } = await createOutside(outside);
  return { ownerUrl: url, appUrl: url, remove: drop };
}
