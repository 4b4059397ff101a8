/** Sign-in’s own transactions: before anybody is known, nobody’s reach opens its tables. */
import { type Register, SERVICE, transaction, type Tx, type Who } from '../../register/index.ts';

/** One transaction with the system’s reach at the register’s present instant. */
export const asSystem = <T>(register: Register, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> => {
  const at = register.now();
  return transaction(register.db, { reach: 'system', who: SERVICE, at }, (tx) => work(tx, at));
};

/** Who stands in the log for somebody who is not signed in yet: the person, without an organisation or a role. */
export const arriving = (personId: string | null): Who => ({
  kind: personId === null ? 'public' : 'person',
  personId,
  name: '',
  organisationId: null,
  organisationName: null,
  roles: [],
  via: 'page',
});
