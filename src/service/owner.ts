/** The register as its owner has it, for status, migration, backup and restore: not opened for the application, and not migrated by the way. */
import { join } from 'node:path';
import { reachRegister, startEmbedded } from '../register/postgres/index.ts';
import type { ActingOptions } from './index.ts';

/**
 * @param alone refuses where a server is running on the embedded database
 * @throws HeadwaterError of the embedded server: `register-in-use` and so on
 */
export async function asOwner<T>({ homeDir, env }: ActingOptions, alone: boolean, work: (ownerUrl: string) => Promise<T>): Promise<T> {
  const outside = env['DATABASE_URL'];
  if (outside) return work(env['DATABASE_OWNER_URL'] || outside);
  const dir = join(homeDir, 'register');
  const server = await (alone ? startEmbedded(dir) : reachRegister(dir));
  try {
    return await work(server.ownerUrl);
  } finally {
    await server.stop();
  }
}
