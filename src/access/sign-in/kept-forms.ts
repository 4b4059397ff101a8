/** Forms that were sent when their session had run out: kept for the same person and the same page for a day, and given back once. */
import { type Register, SERVICE, transaction } from '../../register/index.ts';

type Body = Readonly<Record<string, string | readonly string[]>>;

const HOURS = 24;
const MOST = 20;

/** Keeps `body`. The form's own hidden fields are left out: their token and key are no longer good. */
export async function keepForm(register: Register, personId: string, path: string, body: Body): Promise<void> {
  const fields = Object.fromEntries(Object.entries(body).filter(([name]) => !name.startsWith('_')));
  await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, async (tx) => {
    await tx.deleteFrom('keptForm').where('personId', '=', personId).where('path', '=', path).execute();
    const { n } = await tx
      .selectFrom('keptForm')
      .select((row) => row.fn.countAll<number>().as('n'))
      .where('personId', '=', personId)
      .executeTakeFirstOrThrow();
    if (n < MOST)
      await tx
        .insertInto('keptForm')
        .values({ personId, path, body: JSON.stringify(fields), keptAt: register.now() })
        .execute();
  });
}

/** What was kept for this person and page, or null. It is not kept any longer. */
export async function takeForm(register: Register, personId: string, path: string): Promise<Body | null> {
  const at = register.now();
  return transaction(register.db, { reach: 'system', who: SERVICE, at }, async (tx) => {
    const row = await tx.deleteFrom('keptForm').where('personId', '=', personId).where('path', '=', path).returning(['body', 'keptAt']).executeTakeFirst();
    return row !== undefined && at.getTime() - row.keptAt.getTime() < HOURS * 3_600_000 ? row.body : null;
  });
}
