/** `headwater admin`: the first administrator, and the way back in when every administrator is locked out. */
import { bootstrapAdministrator } from '../../access/sign-in/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { OPERATOR } from '../../register/index.ts';
import { openActing } from '../../service/index.ts';
import { homeDir, openHome } from '../../warehouse/index.ts';
import { readArgs } from '../args.ts';
import type { Io } from '../io.ts';

const OPTIONS = {
  name: { type: 'string' },
  email: { type: 'string' },
  organisation: { type: 'string' },
  'forget-factor': { type: 'boolean' },
} as const;

export const help = `Makes an administrator, who can then invite everybody else, and prints the link with which they choose a password.

Usage: headwater admin create --name NAME --email ADDRESS --organisation NAME [--forget-factor] [--home DIR]

  --name NAME          the person’s name
  --email ADDRESS      the e-mail address that they sign in with
  --organisation NAME  the organisation that they act for; made when it is not there
  --forget-factor      also take away the second factor that they have lost, and sign them out
  --home DIR           the data home; made when it is not there

For somebody who is there already it makes them an administrator of that organisation and prints a link to choose a new password. A link to join is good for
seven days and one for a new password for an hour, once. It is on record that the operator of this machine made it.`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('admin', args, OPTIONS, true);
  if (positionals.length !== 1 || positionals[0] !== 'create') {
    throw new HeadwaterError('bad-input', 'cli-admin', 'Say what to do: headwater admin create.', { advice: 'See `headwater admin --help`.' });
  }
  const home = openHome(homeDir(values.home, io.env), { create: true });
  const acting = await openActing({ homeDir: home.dir, env: io.env, serves: false });
  try {
    const { name = '', email = '', organisation = '' } = values;
    const input = { name, email, organisation, forgetFactor: values['forget-factor'] === true };
    const { token, known } = await acting.act(bootstrapAdministrator, input, OPERATOR);
    const base = (io.env['HEADWATER_PUBLIC_URL'] || `http://localhost:${io.env['PORT'] || 3000}`).replace(/\/$/, '');
    io.out(`${base}/join/${token}`);
    io.err(
      known
        ? `${name} is an administrator. The link lets them choose a new password, once, within an hour.`
        : `${name} is an administrator. The link lets them choose a password, once, within seven days: pass it on to them in a way that only they can read.`,
    );
    return 0;
  } finally {
    await acting.register.close();
  }
}
