/** A person whom the command acts for, by their e-mail address. */
import { liveMemberships, whoOf } from '../access/index.ts';
import { HeadwaterError } from '../errors.ts';
import { type Register, SERVICE, transaction, type Who } from '../register/index.ts';

/**
 * @param organisation name or short name, where they have memberships of several; else the first
 * @throws HeadwaterError `no-such-person`, `person-away` for one who is suspended, has left, or has no membership that holds today
 */
export async function personByEmail(register: Register, email: string, organisation?: string): Promise<Who> {
  const at = register.now();
  const found = await transaction(register.db, { reach: 'system', who: SERVICE, at, readOnly: true }, async (tx) => {
    const person = await tx
      .selectFrom('person')
      .select(['id', 'name', 'status'])
      .where((row) => row.fn('lower', ['email']), '=', email.trim().toLowerCase())
      .executeTakeFirst();
    if (person === undefined) return null;
    const memberships = await tx
      .selectFrom('membership as m')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .select(['m.id', 'm.organisationId', 'o.name as organisation', 'o.shortName', 'm.roles', 'm.fromOn', 'm.toOn'])
      .where('m.personId', '=', person.id)
      .orderBy('m.fromOn')
      .orderBy('o.name')
      .execute();
    return { person, memberships };
  });
  if (found === null)
    throw new HeadwaterError('not-found', 'no-such-person', `Nobody here has the e-mail address ${email}.`, {
      advice: 'An administrator invites people on the page “People”.',
    });
  const { person, memberships } = found;
  const short = new Map(memberships.map((each) => [each.organisationId, each.shortName]));
  const live = liveMemberships(memberships, at);
  if (person.status !== 'active' || live.length === 0)
    throw new HeadwaterError('forbidden', 'person-away', `${person.name} has no access today.`, {
      advice: 'They are suspended, have left, or their last role has ended.',
    });
  const is = (text: string): boolean => text.toLowerCase() === organisation?.trim().toLowerCase();
  const chosen = organisation === undefined ? live[0] : live.find((each) => is(each.organisation) || is(short.get(each.organisationId) ?? ''));
  if (chosen === undefined) {
    throw new HeadwaterError('bad-input', 'person-elsewhere', `${person.name} has no role in “${organisation}” today.`, {
      advice: `They have in: ${live.map((each) => each.organisation).join(', ')}.`,
    });
  }
  return whoOf(person.id, person.name, chosen, 'cli');
}
