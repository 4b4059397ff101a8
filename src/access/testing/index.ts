/** A small partnership for tests: invented bodies and people, written straight into an empty register. */
import { insertKept, type Register, SERVICE, transaction, type Tx, type Who } from '../../register/index.ts';
import { plusDays } from '../days.ts';
import { civilDay } from '../civil-day.ts';

/** One person a role, by the names below. */
const PEOPLE = [
  ['admin', 'Ada Moss', 'Partnership administrator', 'hub', ['administrator']],
  ['lead', 'Bola Reed', 'Head of the partnership', 'hub', ['partnership-lead']],
  ['analyst', 'Cleo Hart', 'Senior analyst', 'police', ['analyst']],
  ['chief', 'Dev Lowe', 'Deputy chief constable', 'police', ['chief-officer']],
  ['probation', 'Esi Grant', 'Probation manager', 'probation', ['probation']],
  ['youth', 'Finn Marsh', 'Youth justice service manager', 'youth', ['youth-justice']],
  ['youthTwo', 'Gwen Pike', 'Deputy manager', 'youth', ['youth-justice', 'supervisor']],
  ['officer', 'Hana Cole', 'Scrutiny officer', 'body', ['policing-body-officer']],
  ['governance', 'Idris Vale', 'Information governance lead', 'council', ['information-governance']],
  ['social', 'Jo Finch', 'Service manager', 'council', ['childrens-social-care']],
] as const;

const ORGANISATIONS = [
  ['hub', 'Varrowshire Violence Reduction Partnership team', 'hub', null, null],
  ['police', 'Varrowshire Police', 'police', null, null],
  ['body', 'Varrowshire Police and Crime Commissioner', 'policing-body', null, null],
  ['council', 'Northam Council', 'local-authority', null, 'Northam'],
  ['youth', 'Varrowshire Youth Justice Service', 'youth-justice', null, null],
  ['probation', 'Varrowshire Probation', 'probation', null, null],
  ['board', 'Varrowshire Integrated Care Board', 'integrated-care-board', null, null],
  ['fire', 'Varrowshire Fire and Rescue', 'fire', null, null],
  ['north', 'Northam Community Safety Partnership', 'community-safety-partnership', 'hub', 'Northam'],
  ['south', 'Southam Community Safety Partnership', 'community-safety-partnership', 'hub', 'Southam'],
] as const;

export type PersonName = (typeof PEOPLE)[number][0];
export type OrganisationName = (typeof ORGANISATIONS)[number][0];

export interface SmallPartnership {
  readonly organisations: Readonly<Record<OrganisationName, string>>;
  readonly people: Readonly<Record<PersonName, string>>;
  /** Somebody who has signed in. */
  who(name: PersonName): Who;
  /** Looks or writes with the service's own reach. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Memberships began a year before the register's present day. Nobody is a contact, no seat is filled, no terms are published. */
export async function smallPartnership(register: Register): Promise<SmallPartnership> {
  const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
  const since = plusDays(civilDay(setting.at), -365);
  const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);
  return system(async (tx) => {
    const organisations: Partial<Record<OrganisationName, string>> = {};
    for (const [key, name, type, parent, area] of ORGANISATIONS) {
      const parentId = parent === null ? null : (organisations[parent] ?? null);
      organisations[key] = await insertKept(
        tx,
        'organisation',
        { name, shortName: name.replace('Varrowshire ', '').slice(0, 60), type, parentId, force: null, area, wards: null, closedOn: null, closedReason: null },
        setting,
      );
    }
    const ids = organisations as Record<OrganisationName, string>;
    const people: Partial<Record<PersonName, string>> = {};
    for (const [key, name, post, organisation, roles] of PEOPLE) {
      const email = `${name.toLowerCase().replace(' ', '.')}@varrowshire.example`;
      const id = await insertKept(tx, 'person', { name, email, post, phone: '01632 960001', fictional: true }, setting);
      people[key] = id;
      await insertKept(tx, 'membership', { personId: id, organisationId: ids[organisation], roles: [...roles], fromOn: since, toOn: null }, setting);
    }
    const partnership = {
      name: 'Varrowshire Violence Reduction Partnership',
      kind: 'partnership',
      granted: true,
      policingBodyId: ids.body,
      quorum: 2,
    } as const;
    await insertKept(tx, 'partnership', { ...partnership, quorumSeats: ['youth-offending-team'] }, setting);
    const names = people as Record<PersonName, string>;
    return {
      organisations: ids,
      people: names,
      system,
      who(name) {
        // Every name of the type is on the list.
        const [, full, , organisation, roles] = PEOPLE.find(([key]) => key === name) as (typeof PEOPLE)[number];
        return {
          kind: 'person',
          personId: names[name],
          name: full,
          organisationId: ids[organisation],
          organisationName: ORGANISATIONS.find(([key]) => key === organisation)?.[1] ?? null,
          roles,
          via: 'page',
        };
      },
    };
  });
}
