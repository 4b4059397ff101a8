import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type ContactRow, contactFindings } from './contacts/findings.ts';
import { plusDays } from './days.ts';
import type { Finding } from './health.ts';
import { coverageFindings } from './organisations/findings.ts';
import { consistencyOf, type OwnCounts } from './organisations/consistency.ts';
import { type SeatRow, seatFindings } from './seats/findings.ts';
import { type Member, receiptReport, termsFindings } from './terms/receipts.ts';

const TODAY = '2026-03-02';
const said = (findings: readonly Finding[]): string[] => findings.map((finding) => `${finding.severity}: ${finding.text}`);

describe('points of contact', () => {
  const organisations = [{ id: 'o', name: 'Probation' }];
  const contact = (more: Partial<ContactRow>): ContactRow => ({
    organisationId: 'o',
    fromOn: '2026-01-01',
    toOn: null,
    member: true,
    deputyMember: true,
    ...more,
  });
  const found = (...contacts: ContactRow[]) => said(contactFindings({ organisations, contacts }, TODAY));

  test('ended yesterday is a gap from today; ending today is not yet', () => {
    assert.deepEqual(found(contact({ toOn: '2026-03-01' })), ['gap: Probation has had no single point of contact since 1 March 2026']);
    assert.deepEqual(found(contact({ toOn: TODAY })), ['soon: Probation’s point of contact ends on 2 March 2026']);
  });

  test('thirty days ahead is soon, thirty-one is not, and a successor who is named takes the warning away', () => {
    assert.equal(found(contact({ toOn: plusDays(TODAY, 30) })).length, 1);
    assert.deepEqual(found(contact({ toOn: plusDays(TODAY, 31) })), []);
    assert.deepEqual(found(contact({ toOn: plusDays(TODAY, 5) }), contact({ fromOn: plusDays(TODAY, 6) })), []);
  });

  test('none at all, one to come, no deputy, and somebody who has left are each named', () => {
    assert.deepEqual(found(), ['gap: Probation has no single point of contact']);
    assert.deepEqual(found(contact({ fromOn: '2026-04-01' })), ['gap: Probation has no single point of contact; the next begins on 1 April 2026']);
    assert.deepEqual(found(contact({ deputyMember: null })), ['gap: Probation’s point of contact has no deputy']);
    assert.deepEqual(found(contact({ member: false, deputyMember: false })), [
      'gap: Probation’s point of contact is no longer an active member of it',
      'gap: The deputy of Probation’s point of contact is no longer an active member of it',
    ]);
  });
});

describe('core membership', () => {
  const seat = (seat: string, more: Partial<SeatRow> = {}): SeatRow => ({
    id: seat,
    seat,
    organisationId: 'o',
    organisation: 'Body',
    personId: seat,
    voting: true,
    fromOn: '2026-01-01',
    toOn: null,
    member: true,
    ...more,
  });
  const rule = { count: 2, seats: ['police'] };
  const full = [seat('youth-offending-team'), seat('police'), seat('health')];
  const found = (seats: readonly SeatRow[], given: typeof rule | null = rule) => said(seatFindings({ seats, rule: given }, TODAY));

  test('full, nothing is found; a youth offending team seat that ended yesterday is missing today', () => {
    assert.deepEqual(found(full), []);
    assert.deepEqual(found([seat('youth-offending-team', { toOn: '2026-03-01' }), ...full.slice(1), seat('fire')]), [
      'gap: There is no youth offending team seat',
    ]);
  });

  test('a vacant seat, one that ends soon, and one whose holder has left', () => {
    assert.deepEqual(found([...full, seat('fire', { personId: null })]), ['gap: Fire and rescue seat (Body): vacant']);
    assert.deepEqual(found([...full, seat('fire', { toOn: '2026-03-20' })]), ['soon: Fire and rescue seat (Body): ends on 20 March 2026']);
    assert.match(found([...full, seat('fire', { member: false })]).join(), /^gap: .*no longer an active member/);
  });

  test('a quorum that cannot be reached, that needs everybody, or that is not set', () => {
    assert.match(
      found([seat('youth-offending-team')]).join(),
      /No meeting can be quorate: 1 of the 2 members needed hold a seat with a vote; nobody holds a police seat/,
    );
    assert.match(found(full.slice(0, 2)).join(), /^note: A meeting is quorate only if every one of the 2 members comes/);
    assert.deepEqual(found(full, null), ['gap: The partnership has no quorum rule yet']);
  });
});

test('an area without a fire authority is a gap of its own', () => {
  assert.deepEqual(
    said(
      coverageFindings([
        { area: 'Northam', holders: [], missing: ['Fire and rescue authority'] },
        { area: 'Southam', holders: [], missing: [] },
      ]),
    ),
    ['gap: Northam: no fire and rescue authority on the register'],
  );
});

describe('terms of reference', () => {
  const member = (personId: string, organisationId: string, ...roles: string[]): Member => ({ personId, organisationId, organisation: organisationId, roles });

  test('somebody in two organisations counts in each and once in all', () => {
    const report = receiptReport(
      [member('a', 'Council', 'education'), member('a', 'Trust', 'provider'), member('b', 'Trust', 'provider')],
      new Set(['a', 'gone']),
    );
    assert.deepEqual([report.all.read, report.all.of], [1, 2]);
    assert.deepEqual(
      report.byOrganisation.map(({ id, read, of }) => [id, read, of]),
      [
        ['Council', 1, 1],
        ['Trust', 1, 2],
      ],
    );
    assert.deepEqual(said(termsFindings(report)), ['soon: 1 of 2 people have not read the terms of reference']);
    assert.match(said(termsFindings(null)).join(), /^gap: No terms of reference are published/);
  });

  test('nobody who has read is counted beyond those who should', () => {
    const people = fc.constantFrom('a', 'b', 'c', 'd');
    const members = fc.array(fc.tuple(people, fc.constantFrom('x', 'y'), fc.subarray(['education', 'provider', 'analyst'], { minLength: 1 })), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(members, fc.subarray(['a', 'b', 'c', 'd', 'e']), (list, readers) => {
        const report = receiptReport(
          list.map(([person, organisation, roles]) => member(person, organisation, ...roles)),
          new Set(readers),
        );
        for (const line of [report.all, ...report.byRole, ...report.byOrganisation]) assert.ok(line.read <= line.of && line.of <= report.all.of);
        assert.equal(report.all.of, new Set(list.map(([person]) => person)).size);
      }),
    );
  });
});

test('whatever the tree, a hub’s sums are its own and those of its spokes', () => {
  const node = fc.record({ above: fc.option(fc.nat(8)), members: fc.nat(9), seats: fc.nat(3), contacts: fc.nat(1), planItems: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(node, { maxLength: 9 }), (list) => {
      // Above is always earlier in the list, so there is no loop.
      const nodes = list.map(
        ({ above, ...counts }, at): OwnCounts => ({
          ...counts,
          id: String(at),
          name: String(at),
          parentId: above !== null && above < at ? String(above) : null,
          wards: at % 2 === 0 ? 'One, Two' : null,
          productsSent: at,
          productsConfirmed: 0,
        }),
      );
      for (const hub of consistencyOf(nodes)) {
        for (const name of ['organisations', 'wards', 'members', 'seats', 'contacts', 'planItems', 'productsSent'] as const)
          assert.equal(hub.counts[name], hub.own[name] + hub.spokes.reduce((sum, spoke) => sum + spoke.counts[name], 0));
      }
      const roots = consistencyOf(nodes).filter((hub) => nodes.find((each) => each.id === hub.id)?.parentId === null);
      const alone = nodes.filter((each) => each.parentId === null && !roots.some((hub) => hub.id === each.id));
      assert.equal(roots.reduce((sum, hub) => sum + hub.counts.organisations, 0) + alone.length, nodes.length);
    }),
  );
});
