/** Every migration, in order. Forward only: one that has been released is never changed; a change is a new one at the end. */
import * as m0001 from './0001-register.ts';
import * as m0002 from './0002-access.ts';
import * as m0003 from './0003-account.ts';
import * as m0004 from './0004-sharing.ts';
import * as m0005 from './0005-validation.ts';
import * as m0006 from './0006-withheld-evidence.ts';
import * as m0007 from './0007-panel-cases.ts';
import * as m0008 from './0008-picture-look.ts';

export interface Migration {
  readonly name: string;
  /** Statements, run by the owner in one transaction. */
  readonly up: string;
}

export const migrations: readonly Migration[] = [m0001, m0002, m0003, m0004, m0005, m0006, m0007, m0008];
