/**
 * The service put together: the warehouse, the register with every action and read, and what runs by the clock. The server and the command stand
 * on the same one.
 */
import { accessActions, accessReads, policy } from '../access/index.ts';
import { accountActions, accountReads } from '../account/index.ts';
import { jobActions, jobReads } from './jobs/index.ts';
import { type Gate, makeGate } from './permit.ts';
import { demonstrationActions, demonstrationReads } from '../demonstration/index.ts';
import { type Acting, makeActing, openRegister, type Register } from '../register/index.ts';

export interface ActingOptions {
  readonly homeDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly now?: () => Date;
  /** False for a command beside a running server. */
  readonly serves?: boolean;
}

/** Every action and read that there is. */
export const actions = [...accessActions, ...accountActions, ...jobActions, ...demonstrationActions];
export const reads = [...accessReads, ...accountReads, ...jobReads, ...demonstrationReads];

export const actingOn = (register: Register): Acting => makeActing(register, policy, actions, reads);

/** How long a server keeps what many ask for at once. */
const SHARED_MS = 3_000;

/** As a server stands on it. */
export const servingOn = (register: Register): Acting => makeActing(register, policy, actions, reads, { sharedMs: SHARED_MS });

/** Opens the register of a data home. Close `acting.register` when done. @throws HeadwaterError with what to do */
export async function openActing(options: ActingOptions): Promise<Acting> {
  const register = await openRegister(options);
  return options.serves === false ? actingOn(register) : servingOn(register);
}

export { backupHome, type BackupManifest, HOME_FILES, restoreHome } from './backup.ts';
export { asOwner } from './owner.ts';
export { personByEmail } from './person.ts';

/** Lets deliveries in, or not, as the sharing agreements of the data home have it. A register is made where there is none, so that it is on record. */
export const deliveryGate = (options: ActingOptions): Gate => makeGate(() => openActing({ ...options, serves: false }));
