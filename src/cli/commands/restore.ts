/** `headwater restore`: a backup back into a data home. */
import { HeadwaterError } from '../../errors.ts';
import { restoreHome } from '../../service/index.ts';
import { homeDir } from '../../warehouse/index.ts';
import { readArgs } from '../args.ts';
import type { Io } from '../io.ts';

export const help = `Puts a backup of \`headwater backup\` back: all of it, or nothing.

Usage: headwater restore DIR [--home DIR]

The data home is made when it is not there. Its register must be empty, as a new one is, and no server may be running on it. Every file is checked
against the backup’s own list before anything is written. Then run \`headwater audit verify\`.`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('restore', args, {}, true);
  const [dir, ...more] = positionals;
  if (dir === undefined || more.length > 0)
    throw new HeadwaterError('bad-input', 'cli-restore', 'Restore which folder?', { advice: 'Write headwater restore DIR.' });
  const found = await restoreHome({ homeDir: homeDir(values.home, io.env), env: io.env }, dir);
  io.out(`Restored the backup of ${found.at}: ${found.register.rows} rows of ${found.register.tables} tables, and ${found.files.length - 1} key files.`);
  io.out('Check the audit log now: headwater audit verify');
  return 0;
}
