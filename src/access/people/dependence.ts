/** What rests on one person (requirement R141: “the plan was reliant on one individual”). No names: the risk is the organisation's. */
import type { Finding, HealthSource } from '../health.ts';
import { liveOn } from '../live-rows.ts';

export interface DependenceRows {
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  /** Live memberships of active people. */
  readonly members: readonly { readonly organisationId: string; readonly personId: string; readonly roles: readonly string[] }[];
}

/** Roles without which work of the whole partnership stops. */
const KEY_ROLES: readonly (readonly [role: string, words: string, work: string])[] = [
  ['administrator', 'Only one person can invite people and give roles', 'Inviting people and giving roles'],
  ['analyst', 'Only one analyst answers for the picture', 'Answering for the picture'],
  ['information-governance', 'Only one person answers for information governance', 'Information governance'],
  ['partnership-lead', 'Only one person leads the partnership', 'Leading the partnership'],
];

/** Pure. */
export function dependenceFindings({ organisations, members }: DependenceRows): Finding[] {
  const people = (some: DependenceRows['members']): number => new Set(some.map((member) => member.personId)).size;
  return [
    ...KEY_ROLES.filter(([role]) => people(members.filter((member) => member.roles.includes(role))) === 1).map(
      ([, text, work]): Finding => ({
        severity: 'soon',
        text,
        advice: 'Give somebody else the role too, so that the work goes on without them.',
        like: { many: 'kinds of work rest on one person', name: work },
        link: { page: 'organisations' },
      }),
    ),
    ...organisations
      .filter(({ id }) => people(members.filter((member) => member.organisationId === id)) === 1)
      .map(
        ({ id, name }): Finding => ({
          severity: 'note',
          text: `${name} has one person here, and nobody to stand in`,
          like: { many: 'organisations have one person here, and nobody to stand in', name },
          organisationId: id,
          link: { page: 'organisation', id },
        }),
      ),
  ];
}

export const dependenceSource: HealthSource = {
  subject: 'key-people',
  title: 'What rests on one person',
  clear: 'Nothing rests on one person alone.',
  findings: async (tx, today) =>
    dependenceFindings({
      organisations: await tx
        .selectFrom('organisation')
        .select(['id', 'name'])
        .where('closedOn', 'is', null)
        .where('outside', '=', false)
        .orderBy('name')
        .execute(),
      members: await tx
        .selectFrom('membership as m')
        .innerJoin('person as p', 'p.id', 'm.personId')
        .select(['m.organisationId', 'm.personId', 'm.roles'])
        .where('p.status', '=', 'active')
        .where(liveOn('m', today))
        .execute(),
    }),
};
