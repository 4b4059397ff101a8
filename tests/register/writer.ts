/**
 * A process that writes through actions until it is killed, several at once, and prints each id once its action has answered. Started by
 * `kill.test.ts`. Arguments: the data home, and the organisation that it writes for.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { makeActing, openRegister, SERVICE } from '../../src/register/index.ts';
import { addTask, policy } from './deeds.ts';

const [homeDir = '', organisationId = ''] = process.argv.slice(2);
const register = await openRegister({ homeDir, env: {} });
const acting = makeActing(register, policy, [addTask], []);
// Straight to the file descriptor: what is printed has left this process when the call returns.
const print = (line: string): void => {
  writeSync(1, `${line}\n`);
};
print(`ready ${process.pid}`);

const AT_ONCE = 6;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (;;) {
      const key = randomUUID();
      try {
        await acting.act(addTask, { key, organisationId }, SERVICE);
        print(`done ${key}`);
      } catch (error) {
        // The database is being killed too: whoever asked is told, and asks again.
        print(`failed ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }),
);
