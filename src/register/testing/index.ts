/** A register of its own for a test: the real database, empty but for its tables, in a server that goes with it. */
import { connect, type Register } from '../open.ts';
import { startThrowaway } from '../postgres/testing.ts';

export interface TestRegister extends Register {
  /** Moves the register's clock. */
  setNow(at: string | Date): void;
  /** Stops and removes everything. */
  remove(): Promise<void>;
}

export async function testRegister(now: string | Date = new Date()): Promise<TestRegister> {
  const server = await startThrowaway();
  let at = new Date(now);
  const register = await connect(server, () => at);
  return {
    ...register,
    setNow(next) {
      at = new Date(next);
    },
    async remove() {
      await register.close();
      await server.remove();
    },
  };
}
