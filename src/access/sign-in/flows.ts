/**
 * A sign-in under way, between its steps: kept in the database, bound to the browser by a cookie that holds its token (the hash is the row’s key), for ten
 * minutes. Its kinds: `factor` (the first step is done, the second is not), `provider` (gone to the organisation’s own sign-in and not back yet).
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../register/index.ts';
import { hashOfToken } from './sessions.ts';

const MINUTES = 10;

const factorSchema = z.object({
  personId: z.uuid(),
  method: z.enum(['password', 'oidc']),
  next: z.string(),
  /** The secret of an authenticator app that is being set up, sealed, in base64; null until the page is opened. */
  secret: z.string().nullable().default(null),
});
const providerSchema = z.object({ verifier: z.string(), state: z.string(), nonce: z.string(), next: z.string() });

const schemas = { factor: factorSchema, provider: providerSchema } as const;

export type FlowKind = keyof typeof schemas;
export type Flow<K extends FlowKind> = z.output<(typeof schemas)[K]>;
export type FactorFlow = Flow<'factor'>;

/** Starts one; gives the token for the cookie. `tx` has the system’s reach, here and below. */
export async function startFlow<K extends FlowKind>(tx: Tx, kind: K, data: z.input<(typeof schemas)[K]>, at: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx.deleteFrom('signInFlow').where('expiresAt', '<', at).execute();
  await tx
    .insertInto('signInFlow')
    .values({ id: hashOfToken(token), kind, data: JSON.stringify(data), expiresAt: new Date(at.getTime() + MINUTES * 60_000) })
    .execute();
  return token;
}

/** The flow of a token, or null where there is none any more. */
export async function findFlow<K extends FlowKind>(tx: Tx, kind: K, token: string | null, at: Date): Promise<Flow<K> | null> {
  if (token === null) return null;
  const row = await tx
    .selectFrom('signInFlow')
    .select('data')
    .where('id', '=', hashOfToken(token))
    .where('kind', '=', kind)
    .where('expiresAt', '>', at)
    .executeTakeFirst();
  return row === undefined ? null : parse(kind, row.data);
}

/** The same, and it cannot be used again: of two at once, one gets it. */
export async function takeFlow<K extends FlowKind>(tx: Tx, kind: K, token: string | null, at: Date): Promise<Flow<K> | null> {
  if (token === null) return null;
  const row = await tx
    .deleteFrom('signInFlow')
    .where('id', '=', hashOfToken(token))
    .where('kind', '=', kind)
    .where('expiresAt', '>', at)
    .returning('data')
    .executeTakeFirst();
  return row === undefined ? null : parse(kind, row.data);
}

export const changeFlow = (tx: Tx, token: string, data: FactorFlow): Promise<unknown> =>
  tx
    .updateTable('signInFlow')
    .set({ data: JSON.stringify(data) })
    .where('id', '=', hashOfToken(token))
    .execute();

// The schema of a kind gives that kind’s type; TypeScript cannot see it through the index.
const parse = <K extends FlowKind>(kind: K, data: unknown): Flow<K> => schemas[kind].parse(data) as Flow<K>;
