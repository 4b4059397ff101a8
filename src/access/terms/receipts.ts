/** Who has read the terms of reference, by role and by organisation, out of those who should (requirement R007). */
import { z } from 'zod';
import type { Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineRead } from '../define.ts';
import type { Finding, HealthSource } from '../health.ts';
import { liveOn } from '../live-rows.ts';
import { roleIds, roleTitle } from '../roles.ts';
import { latest } from './read.ts';

export interface Member {
  readonly personId: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly roles: readonly string[];
}

export interface ReceiptLine {
  readonly id: string;
  readonly title: string;
  readonly read: number;
  /** People with a live membership, each once in a line. */
  readonly of: number;
}

export interface ReceiptReport {
  readonly all: ReceiptLine;
  readonly byRole: readonly ReceiptLine[];
  readonly byOrganisation: readonly ReceiptLine[];
}

/** `members` are the live memberships of active people; `readers` ids of people. Somebody in two organisations, or with two roles, counts in each line and once in `all`. Pure. */
export function receiptReport(members: readonly Member[], readers: ReadonlySet<string>): ReceiptReport {
  const line = (id: string, title: string, some: readonly Member[]): ReceiptLine => {
    const people = new Set(some.map((member) => member.personId));
    return { id, title, read: [...people].filter((person) => readers.has(person)).length, of: people.size };
  };
  const roles = roleIds.filter((role) => members.some((member) => member.roles.includes(role)));
  const organisations = new Map(members.map((member) => [member.organisationId, member.organisation]));
  return {
    all: line('all', 'Everybody', members),
    byRole: roles.map((role) =>
      line(
        role,
        roleTitle(role),
        members.filter((member) => member.roles.includes(role)),
      ),
    ),
    byOrganisation: [...organisations]
      .sort(([, a], [, b]) => a.localeCompare(b, 'en-GB'))
      .map(([id, title]) =>
        line(
          id,
          title,
          members.filter((member) => member.organisationId === id),
        ),
      ),
  };
}

async function load(tx: Tx, termsId: string, today: string): Promise<ReceiptReport> {
  const members = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .select(['m.personId', 'm.organisationId', 'o.name as organisation', 'm.roles'])
    .where('p.status', '=', 'active')
    .where('o.closedOn', 'is', null)
    .where(liveOn('m', today))
    .execute();
  const readers = await tx.selectFrom('termsReceipt').select('personId').where('termsId', '=', termsId).execute();
  return receiptReport(members, new Set(readers.map((row) => row.personId)));
}

/** Null before anything is published. */
export const termsReceipts = defineRead({
  name: 'terms.receipts',
  title: 'See who has read the terms of reference',
  allowed: 'terms.receipts',
  input: z.object({}),
  async answer(tx, _input, { at }) {
    const terms = await latest(tx);
    return terms ? { number: terms.number, title: terms.title, publishedAt: terms.publishedAt, ...(await load(tx, terms.id, civilDay(at))) } : null;
  },
});

/** Pure. `report` is null before anything is published. */
export function termsFindings(report: ReceiptReport | null): Finding[] {
  if (report === null) {
    return [
      {
        severity: 'gap',
        text: 'No terms of reference are published',
        advice: 'Write them, with what they mean for each role, and publish them.',
        link: { page: 'terms' },
      },
    ];
  }
  const { read, of } = report.all;
  if (read === of) return [];
  const nobody = report.byOrganisation.filter((line) => line.read === 0 && line.of > 0);
  return [
    {
      severity: 'soon',
      text: `${of - read} of ${of} people have not read the terms of reference`,
      advice: 'It stands on their Home until they have.',
      link: { page: 'receipts' },
    },
    ...nobody.map(
      (line): Finding => ({
        severity: 'note',
        text: `Nobody at ${line.title} has read the terms of reference`,
        like: { many: 'organisations have nobody who has read the terms of reference', name: line.title },
        organisationId: line.id,
        link: { page: 'receipts' },
      }),
    ),
  ];
}

export const termsSource: HealthSource = {
  subject: 'terms',
  title: 'Terms of reference',
  clear: 'Everybody has read the terms of reference.',
  async findings(tx, today) {
    const terms = await latest(tx);
    return termsFindings(terms ? await load(tx, terms.id, today) : null);
  },
};
