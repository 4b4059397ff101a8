/** Points of contact that are missing, over or about to be, for the partnership's health (requirement R006). */
import { dayWords, daysBetween } from '../days.ts';
import { type Finding, type HealthSource, SOON_DAYS } from '../health.ts';
import { type Dated, isLive } from '../live.ts';

export interface ContactRow extends Dated {
  readonly organisationId: string;
  /** Whether they are an active member of the organisation on the day. */
  readonly member: boolean;
  /** Null where there is no deputy. */
  readonly deputyMember: boolean | null;
}

export interface ContactRows {
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly contacts: readonly ContactRow[];
}

/** Pure. */
export function contactFindings({ organisations, contacts }: ContactRows, today: string): Finding[] {
  return organisations.flatMap(({ id, name }): Finding[] => {
    const mine = contacts.filter((contact) => contact.organisationId === id);
    const about = { organisationId: id, link: { page: 'organisation', id } } as const;
    const live = mine.find((contact) => isLive(contact, today));
    const next = mine.filter((contact) => contact.fromOn > today).sort((a, b) => a.fromOn.localeCompare(b.fromOn))[0];
    if (!live) {
      const last = mine
        .flatMap((contact) => (contact.toOn !== null && contact.toOn < today ? [contact.toOn] : []))
        .sort()
        .at(-1);
      const since = last === undefined ? '' : ` since ${dayWords(last)}`;
      const then = next ? `; the next begins on ${dayWords(next.fromOn)}` : '';
      const like = { many: 'organisations have no single point of contact', name: `${name}${since}${then}` };
      const text = `${name} has ${since === '' ? '' : 'had '}no single point of contact${since}${then}`;
      return [{ severity: 'gap', text, advice: 'Name one, with a deputy.', like, ...about }];
    }
    const found: Finding[] = [];
    if (!live.member) {
      found.push({
        severity: 'gap',
        text: `${name}’s point of contact is no longer an active member of it`,
        advice: 'Name another.',
        like: { many: 'points of contact are no longer active members of their organisation', name },
        ...about,
      });
    } else if (live.toOn !== null && !next && daysBetween(today, live.toOn) <= SOON_DAYS) {
      found.push({
        severity: 'soon',
        text: `${name}’s point of contact ends on ${dayWords(live.toOn)}`,
        advice: 'Name the next one, or extend it.',
        like: { many: 'points of contact end soon', name: `${name}, on ${dayWords(live.toOn)}` },
        ...about,
      });
    }
    if (live.deputyMember === null)
      found.push({
        severity: 'gap',
        text: `${name}’s point of contact has no deputy`,
        advice: 'Name a deputy.',
        like: { many: 'points of contact have no deputy', name },
        ...about,
      });
    else if (!live.deputyMember)
      found.push({
        severity: 'gap',
        text: `The deputy of ${name}’s point of contact is no longer an active member of it`,
        advice: 'Name another deputy.',
        like: { many: 'deputies are no longer active members of their organisation', name },
        ...about,
      });
    return found;
  });
}

export const contactSource: HealthSource = {
  subject: 'contacts',
  title: 'Points of contact',
  clear: 'Every organisation has a single point of contact and a deputy.',
  async findings(tx, today) {
    const organisations = await tx
      .selectFrom('organisation')
      .select(['id', 'name'])
      .where('closedOn', 'is', null)
      .where('outside', '=', false)
      .orderBy('name')
      .execute();
    const contacts = await tx
      .selectFrom('contactPoint')
      .select(['organisationId', 'personId', 'deputyId', 'fromOn', 'toOn'])
      .where('subject', '=', 'partnership')
      .execute();
    const members = await tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .select(['m.personId', 'm.organisationId', 'm.fromOn', 'm.toOn'])
      .where('p.status', '=', 'active')
      .execute();
    const there = new Set(members.filter((member) => isLive(member, today)).map((member) => `${member.personId} ${member.organisationId}`));
    return contactFindings(
      {
        organisations,
        contacts: contacts.map(({ personId, deputyId, ...contact }) => ({
          ...contact,
          member: there.has(`${personId} ${contact.organisationId}`),
          deputyMember: deputyId === null ? null : there.has(`${deputyId} ${contact.organisationId}`),
        })),
      },
      today,
    );
  },
};
