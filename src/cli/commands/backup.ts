/** `headwater backup`: the register and its key files into a folder. */
import { HeadwaterError } from '../../errors.ts';
import { backupHome, HOME_FILES } from '../../service/index.ts';
import { homeDir, openHome } from '../../warehouse/index.ts';
import { readArgs } from '../args.ts';
import type { Io } from '../io.ts';

export const help = `Copies the register, and the key files that belong to it, into a new folder. The server may be running.

Usage: headwater backup DIR [--home DIR]

DIR gets the register in one file, ${HOME_FILES.map((file) => file.name).join(', ')}, and backup.json with the SHA-256 of each. Whoever has DIR can read everything: keep it as you
keep the service. With DATABASE_URL set it is the organisation’s own PostgreSQL that is copied.

Not in it: deliveries and snapshots. Copy the data home’s deliveries, snapshots and manifest.json while nothing is being delivered, or deliver again.

\`headwater restore DIR\` puts it back into a new data home.`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('backup', args, {}, true);
  const [dir, ...more] = positionals;
  if (dir === undefined || more.length > 0)
    throw new HeadwaterError('bad-input', 'cli-backup', 'Back up into which folder?', { advice: 'Write headwater backup DIR.' });
  const home = openHome(homeDir(values.home, io.env));
  const written = await backupHome({ homeDir: home.dir, env: io.env }, dir, new Date());
  io.out(`Backed up into ${dir}: ${written.register.rows} rows of ${written.register.tables} tables, and`);
  for (const { name, words } of HOME_FILES) {
    const there = written.files.some((file) => file.name === name);
    io.out(`  ${name.padEnd(18)} ${there ? words : 'is not in this data home, and so not in the backup'}`);
  }
  if (io.env['HEADWATER_SIGN_IN_KEY']) io.err('HEADWATER_SIGN_IN_KEY is set: keep that key yourself, the backup does not have it.');
  return 0;
}
