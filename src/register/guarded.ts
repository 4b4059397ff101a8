/** That the application is held by row security, before anything is served: a sign-in given by mistake must not open every row. */
import type pg from 'pg';
import { HeadwaterError } from '../errors.ts';

/**
 * Asks as the application does.
 * @throws HeadwaterError `register-unguarded` for a superuser, the tables' owner, or a sign-in with BYPASSRLS; `register-app-rights` for one that is no
 * member of the application's role
 */
export async function refuseUnguarded(pool: pg.Pool, role: string): Promise<void> {
  const { rows } = await pool.query<{ member: boolean; held: boolean; name: string }>(
    `select pg_has_role(current_user, $1, 'usage') as member, current_user::text as name,
      (select bool_and(row_security_active(oid)) from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity) as held`,
    [role],
  );
  const found = rows[0];
  if (found?.held !== true) {
    throw new HeadwaterError('refused', 'register-unguarded', `The sign-in “${found?.name ?? ''}” of DATABASE_URL would pass over row security.`, {
      advice: `Give DATABASE_URL a sign-in that owns no tables, is no superuser, has no BYPASSRLS, and is a member of ${role}; or leave DATABASE_OWNER_URL out.`,
    });
  }
  if (!found.member) {
    throw new HeadwaterError('refused', 'register-app-rights', `The sign-in “${found.name}” of DATABASE_URL may not use the register.`, {
      advice: `As its owner: grant ${role} to ${found.name}.`,
    });
  }
}
