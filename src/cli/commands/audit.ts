/** `headwater audit`: is the log as it was written, and the seal that lets the next answer be trusted. */
import { verifyChain } from '../../access/audit/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { OPERATOR, readSeals, sealAudit, transaction } from '../../register/index.ts';
import { openActing } from '../../service/index.ts';
import { homeDir, openHome } from '../../warehouse/index.ts';
import { oneOf, readArgs } from '../args.ts';
import type { Io } from '../io.ts';

export const help = `Verifies the audit log, or seals it.

Usage: headwater audit verify [--format table|json] [--home DIR]
       headwater audit seal [--home DIR]

  verify  computes every event’s hash again, and checks that none is missing, changed or out of its place, that the log ends where it should,
          and that every seal is met. Prints what it finds.
  seal    writes the end of the log down in the data home, outside the database, with a keyed hash. Who can rewrite the whole database still
          cannot make an old seal true again. Copy audit-seals.jsonl elsewhere to hold it against the machine itself.

Exit code of verify: 0 where nothing was found, 4 otherwise.`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs('audit', args, { format: { type: 'string' } } as const, true);
  const [what, ...more] = positionals;
  if ((what !== 'verify' && what !== 'seal') || more.length > 0) {
    throw new HeadwaterError(
      'bad-input',
      'cli-audit',
      what === undefined ? 'Verify or seal?' : `‘${[what, ...more].join(' ')}’ is not something that audit does.`,
      {
        advice: 'Write headwater audit verify, or headwater audit seal.',
      },
    );
  }
  const format = oneOf('--format', values.format, ['table', 'json']);
  const home = openHome(homeDir(values.home, io.env));
  const acting = await openActing({ homeDir: home.dir, env: io.env, serves: false });
  try {
    if (what === 'seal') {
      const { register } = acting;
      const at = register.now();
      const seq = await transaction(register.db, { reach: 'system', who: OPERATOR, at, readOnly: true }, (tx) => sealAudit(tx, home.dir, at));
      io.out(seq === 0 ? 'The log is empty: there is nothing to seal.' : `The log is sealed at event ${seq}.`);
      return 0;
    }
    const seals = [...readSeals(home.dir)];
    const verdict = await acting.act(verifyChain, { seals }, OPERATOR);
    if (format === 'json') io.out(JSON.stringify({ ...verdict, seals: seals.length }, null, 2));
    else {
      for (const fault of verdict.faults) io.out(`${fault.fault}: ${fault.words}`);
      const checked = `${verdict.events} events and ${seals.length} seals were checked.`;
      io.out(verdict.faults.length === 0 ? `The log is as it was written. ${checked}` : `The log is NOT as it was written. ${checked}`);
    }
    return verdict.faults.length === 0 ? 0 : 4;
  } finally {
    await acting.register.close();
  }
}
