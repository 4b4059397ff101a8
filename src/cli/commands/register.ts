/** `headwater register`: the database by itself. */
import { HeadwaterError } from '../../errors.ts';
import { APP_ROLE, migrate, registerStatus, type RegisterStatus } from '../../register/index.ts';
import { backupRegister, restoreRegister } from '../../register/postgres/index.ts';
import { installQueue } from '../../register/jobs/index.ts';
import { asOwner, HOME_FILES } from '../../service/index.ts';
import { homeDir, openHome } from '../../warehouse/index.ts';
import { oneOf, readArgs } from '../args.ts';
import type { Io } from '../io.ts';
import { textPairs } from '../text-table.ts';

export const help = `Looks after the register’s database: the embedded one, or your own where DATABASE_URL is set.

Usage: headwater register status [--format text|json]
       headwater register migrate
       headwater register backup FILE
       headwater register restore FILE

  status   the version of PostgreSQL, the migrations that ran and those to come, how much is in it. Changes nothing
  migrate  brings it to this version’s tables. Every start does that too; before an upgrade you may want to see it done first
  backup   every table into one file, as it stands at one moment; a server may be running
  restore  such a file into a register that is empty but for its tables. A register of an older version is restored by that version, and then
           migrated by this one. Stop the server first

A register alone is half of it: ${HOME_FILES.map((file) => file.name).join(', ')} of the data home belong to it. \`headwater backup\` takes all together.`;

const WORDS = ['status', 'migrate', 'backup', 'restore'] as const;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('register', args, { format: { type: 'string' } } as const, true);
  const [word, file, ...more] = positionals;
  const what = WORDS.find((each) => each === word);
  const wantsFile = what === 'backup' || what === 'restore';
  if (what === undefined || more.length > 0 || (file === undefined) === wantsFile)
    throw new HeadwaterError('bad-input', 'cli-register', wantsFile ? `${what} needs one file.` : 'What shall be done with the register?', {
      advice: 'It is one of: status, migrate, backup FILE, restore FILE.',
    });
  const format = oneOf('--format', values.format, ['text', 'json']);
  const home = openHome(homeDir(values.home, io.env), { create: what === 'restore' });
  const options = { homeDir: home.dir, env: io.env };
  if (what === 'status') {
    const status = await asOwner(options, false, registerStatus);
    io.out(format === 'json' ? JSON.stringify(status, null, 2) : statusText(status, Boolean(io.env['DATABASE_URL'])));
  } else if (what === 'migrate') {
    const { applied, before } = await asOwner(options, false, async (ownerUrl) => {
      const migrated = await migrate(ownerUrl);
      await installQueue(ownerUrl, APP_ROLE);
      return migrated;
    });
    io.out(applied.length === 0 ? `The register is at this version already (${before.length} migrations).` : `Applied: ${applied.join(', ')}.`);
  } else if (what === 'backup') {
    const { tables, rows } = await asOwner(options, false, (ownerUrl) => backupRegister(ownerUrl, file ?? ''));
    io.out(`Backed up ${rows} rows of ${tables} tables into ${file}.`);
    io.out('Keep these files of the data home with it:');
    for (const { name, words } of HOME_FILES) io.out(`  ${name.padEnd(18)} ${words}`);
  } else {
    const { tables, rows } = await asOwner(options, true, async (ownerUrl) => {
      await migrate(ownerUrl);
      await installQueue(ownerUrl, APP_ROLE);
      return restoreRegister(ownerUrl, file ?? '');
    });
    io.out(`Restored ${rows} rows of ${tables} tables. Put its key files back into ${home.dir} too, then run: headwater audit verify`);
  }
  return 0;
}

const statusText = (status: RegisterStatus, own: boolean): string =>
  textPairs([
    ['PostgreSQL', `${status.postgres}, ${own ? 'of DATABASE_URL' : 'embedded'}`],
    ['Size', `${Math.round(status.bytes / 1024 / 102.4) / 10} MB`],
    ['Migrations', status.applied.join(', ') || 'none yet'],
    ['To come', status.pending.join(', ')],
    ['Of a later version', status.unknown.join(', ')],
    ['Organisations', String(status.organisations)],
    ['People', String(status.people)],
    ['Audit events', String(status.events)],
  ]).join('\n');
