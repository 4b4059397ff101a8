/** The second step: a code of the person’s app, or one of their recovery codes; and setting the app up. */
import { sql } from 'kysely';
import { HeadwaterError } from '../../errors.ts';
import { appendAudit, type Register, type Tx } from '../../register/index.ts';
import { type Arrival, enter, membershipsOf } from './enter.ts';
import { changeFlow, type FactorFlow, findFlow, takeFlow } from './flows.ts';
import type { Refused } from './password.ts';
import { seal, unseal } from './secret-box.ts';
import { arriving, asSystem } from './system.ts';
import { hashOfRecoveryCode, newRecoveryCodes, newTotpSecret, stepOfCode, totpWords } from './totp.ts';
import { codeKey, giveBack, takeAddress, takeTry } from './tries.ts';

/** The key that secrets are sealed with; read at first use. */
export type Key = () => Uint8Array;

export type CodeAnswer = { readonly token: string; readonly next: string; readonly recoveryLeft: number | null } | Refused;

const ended = (): HeadwaterError =>
  new HeadwaterError('conflict', 'flow-ended', 'Signing in took longer than ten minutes, or was finished in another window', {
    advice: 'Start again with your e-mail address and password.',
  });

/** The second step of a sign-in. @throws HeadwaterError `flow-ended`, `secret-sealed`, `no-membership` */
export function checkCode(register: Register, key: Key, flowToken: string | null, code: string, arrival: Arrival): Promise<CodeAnswer> {
  return asSystem(register, async (tx, at): Promise<CodeAnswer> => {
    const flow = await findFlow(tx, 'factor', flowToken, at);
    if (flow === null) throw ended();
    const { personId } = flow;
    const addressUntil = await takeAddress(tx, arrival.address, at);
    if (addressUntil !== null) return { refused: 'paused', of: 'address', until: addressUntil };
    const tried = await takeTry(tx, codeKey(personId), at);
    if (!tried.may) return { refused: 'paused', of: 'account', until: tried.until };
    const right = await useCode(tx, key, personId, code, at);
    if (right === null) {
      const action = tried.pausedUntil === null ? 'sign-in.code' : 'sign-in.pause';
      await appendAudit(tx, {
        at,
        who: arriving(personId),
        action,
        outcome: 'refused',
        subject: { type: 'person', id: personId },
        details: { tries: tried.tries },
      });
      return { refused: 'wrong', until: tried.pausedUntil };
    }
    await takeFlow(tx, 'factor', flowToken, at);
    await giveBack(tx, codeKey(personId), arrival.address);
    const token = await enter(tx, { ...flow, secondFactor: true, memberships: await membershipsOf(tx, personId, at) }, arrival, at);
    return { token, next: flow.next, recoveryLeft: right.recoveryLeft };
  });
}

/** Uses a code up. `recoveryLeft` is set where it was a recovery code. Null where it is wrong, or of a step that was used. */
async function useCode(tx: Tx, key: Key, personId: string, code: string, at: Date): Promise<{ recoveryLeft: number | null } | null> {
  const held = await tx.selectFrom('credential').select(['totpSecret', 'totpConfirmedAt']).where('personId', '=', personId).forUpdate().executeTakeFirst();
  if (held === undefined || held.totpSecret === null || held.totpConfirmedAt === null) return null;
  if (code.replaceAll(/\s/g, '').length <= 6) {
    const step = stepOfCode(unseal(key(), personId, held.totpSecret), code, at);
    if (step === null) return null;
    // RFC 6238 5.2: a code is good once, and none older than the last one used.
    const used = await tx
      .updateTable('credential')
      .set({ totpLastStep: step })
      .where('personId', '=', personId)
      .where((row) => row.or([row('totpLastStep', 'is', null), row('totpLastStep', '<', step)]))
      .returning('personId')
      .executeTakeFirst();
    return used === undefined ? null : { recoveryLeft: null };
  }
  const hash = hashOfRecoveryCode(key(), personId, code);
  const { rows } = await sql<{ left: number }>`update credential set recovery_hashes = array_remove(recovery_hashes, ${hash})
    where person_id = ${personId} and ${hash} = any(recovery_hashes) returning cardinality(recovery_hashes) as left`.execute(tx);
  const left = rows[0]?.left;
  if (left === undefined) return null;
  await appendAudit(tx, {
    at,
    who: arriving(personId),
    action: 'factor.recovery-used',
    outcome: 'done',
    subject: { type: 'person', id: personId },
    details: { left },
  });
  return { recoveryLeft: left };
}

export interface SetUp {
  readonly uri: string;
  readonly typed: string;
}

/** What the set-up page of a sign-in shows; the same secret until it is confirmed. @throws HeadwaterError `flow-ended` */
export function setUpAtSignIn(register: Register, key: Key, flowToken: string | null): Promise<SetUp> {
  return asSystem(register, async (tx, at) => {
    const flow = await findFlow(tx, 'factor', flowToken, at);
    if (flow === null || flowToken === null || (await isSetUp(tx, flow.personId))) throw ended();
    const { email } = await tx.selectFrom('person').select('email').where('id', '=', flow.personId).executeTakeFirstOrThrow();
    if (flow.secret !== null) return totpWords(unseal(key(), flow.personId, Buffer.from(flow.secret, 'base64')), email);
    const secret = newTotpSecret();
    await changeFlow(tx, flowToken, { ...flow, secret: seal(key(), flow.personId, secret).toString('base64') });
    return totpWords(secret, email);
  });
}

export type ConfirmAnswer = { readonly token: string; readonly next: string; readonly codes: readonly string[] } | null;

/** The app is set up when it gives the right code; then the sign-in is done. Null where the code is wrong. @throws HeadwaterError `flow-ended` */
export function confirmAtSignIn(register: Register, key: Key, flowToken: string | null, code: string, arrival: Arrival): Promise<ConfirmAnswer> {
  return asSystem(register, async (tx, at): Promise<ConfirmAnswer> => {
    const flow: FactorFlow | null = await findFlow(tx, 'factor', flowToken, at);
    if (flow === null || flow.secret === null || (await isSetUp(tx, flow.personId))) throw ended();
    const secret = unseal(key(), flow.personId, Buffer.from(flow.secret, 'base64'));
    const step = stepOfCode(secret, code, at);
    if (step === null || (await takeFlow(tx, 'factor', flowToken, at)) === null) return null;
    const codes = await keepFactor(tx, key, flow.personId, secret, step, at);
    const token = await enter(tx, { ...flow, secondFactor: true, memberships: await membershipsOf(tx, flow.personId, at) }, arrival, at);
    return { token, next: flow.next, codes };
  });
}

const isSetUp = async (tx: Tx, personId: string): Promise<boolean> =>
  (await tx.selectFrom('credential').select('personId').where('personId', '=', personId).where('totpConfirmedAt', 'is not', null).executeTakeFirst()) !==
  undefined;

/** Keeps a confirmed secret, in place of one that was there. Gives new recovery codes: they are shown once. */
export async function keepFactor(tx: Tx, key: Key, personId: string, secret: Uint8Array, step: number, at: Date): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  const values = {
    totpSecret: seal(key(), personId, secret),
    totpConfirmedAt: at,
    totpLastStep: step,
    recoveryHashes: codes.map((code) => hashOfRecoveryCode(key(), personId, code)),
  };
  await tx
    .insertInto('credential')
    .values({ personId, passwordHash: null, passwordSetAt: null, ...values })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(values))
    .execute();
  await appendAudit(tx, { at, who: arriving(personId), action: 'factor.set-up', outcome: 'done', subject: { type: 'person', id: personId } });
  return codes;
}

/** New recovery codes in place of all that were left. */
export async function renewRecoveryCodes(tx: Tx, key: Key, personId: string): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  await tx
    .updateTable('credential')
    .set({ recoveryHashes: codes.map((code) => hashOfRecoveryCode(key(), personId, code)) })
    .where('personId', '=', personId)
    .where('totpConfirmedAt', 'is not', null)
    .execute();
  return codes;
}
