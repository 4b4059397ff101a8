import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dependenceFindings } from './dependence.ts';

test('a role that one person alone has, and an organisation with one person, are named; nobody’s name is', () => {
  const member = (personId: string, ...roles: string[]) => ({ organisationId: 'p', personId, roles });
  const organisations = [{ id: 'p', name: 'Probation' }];
  const said = (...members: ReturnType<typeof member>[]) => dependenceFindings({ organisations, members }).map((finding) => finding.text);
  assert.deepEqual(said(member('a', 'analyst')), ['Only one analyst answers for the picture', 'Probation has one person here, and nobody to stand in']);
  assert.deepEqual(said(member('a', 'analyst'), member('b', 'analyst')), []);
  assert.deepEqual(said(), []);
});
