/** People of tests of pages that need no register: whoever asks has signed in with these roles. */
import { PUBLIC, type Who } from '../src/register/index.ts';
import type { Identify } from '../src/web/index.ts';

export const someone = (...roles: string[]): Who => ({
  ...PUBLIC,
  kind: 'person',
  personId: '00000000-0000-4000-8000-000000000001',
  name: 'Ada Moss',
  organisationId: '00000000-0000-4000-8000-000000000002',
  organisationName: 'Varrowshire Police',
  roles,
});

export const signedInAs =
  (...roles: string[]): Identify =>
  async () => ({ who: someone(...roles), session: null, expired: null });
