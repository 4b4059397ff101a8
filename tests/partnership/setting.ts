/** A partnership of four organisations on a real register, and pages over it, for tests of governance. Everybody is invented. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { policy } from '../../src/access/index.ts';
import { type Acting, insertKept, makeActing, SERVICE, transaction, type Who } from '../../src/register/index.ts';
import { type TestRegister, testRegister } from '../../src/register/testing/index.ts';
import { actions, reads } from '../../src/service/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type SmallHome, smallHome } from '../web/home.ts';

export const NOW = '2026-11-02T09:00:00Z';

export type Name = 'police' | 'council' | 'health' | 'youth';

const ORGANISATIONS: Readonly<Record<Name, readonly [name: string, short: string, type: string]>> = {
  police: ['Varrowshire Police', 'Police', 'police'],
  council: ['Varrow County Council', 'Council', 'local-authority'],
  health: ['Varrowshire Integrated Care Board', 'ICB', 'integrated-care-board'],
  youth: ['Varrow Youth Justice Service', 'Youth justice', 'youth-justice'],
};

const PEOPLE: readonly (readonly [key: string, name: string, organisation: Name, role: string, seat: string])[] = [
  ['governor', 'Ada Moss', 'council', 'information-governance', ''],
  ['lead', 'Ben Reed', 'council', 'partnership-lead', 'local-authority'],
  ['analyst', 'Cara Vale', 'council', 'analyst', ''],
  ['chief', 'Dev Marsh', 'police', 'chief-officer', 'police'],
  ['health', 'Ela Ford', 'health', 'health', 'health'],
  ['youth', 'Finn Holt', 'youth', 'youth-justice', 'youth-offending-team'],
  ['administrator', 'Gwen Poole', 'council', 'administrator', ''],
];

export interface Governed {
  readonly register: TestRegister;
  readonly acting: Acting;
  readonly warehouse: Warehouse;
  readonly app: FastifyInstance;
  readonly organisations: Readonly<Record<Name, string>>;
  /** By key: `governor`, `lead`, … */
  readonly people: Readonly<Record<string, Who>>;
  readonly seats: Readonly<Record<string, string>>;
  /** Address of the pages, once {@link listen} was called. */
  listen(): Promise<string>;
  /** Who asks from now on. */
  as(key: string): Who;
  remove(): Promise<void>;
}

export async function governed(): Promise<Governed> {
  const small: SmallHome = await smallHome();
  const warehouse = await openWarehouse(small.dir, { now: () => new Date(NOW) });
  const register = await testRegister(NOW);
  const acting = makeActing(register, policy, actions, reads);
  const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
  const organisations: Record<string, string> = {};
  const people: Record<string, Who> = {};
  const seats: Record<string, string> = {};
  await transaction(register.db, setting, async (tx) => {
    for (const [key, [name, shortName, type]] of Object.entries(ORGANISATIONS))
      organisations[key] = await insertKept(tx, 'organisation', { name, shortName, type, ...(key === 'police' ? { force: 'varrowshire' } : {}) }, setting);
    await tx
      .insertInto('partnership')
      .values({
        name: 'Varrowshire Violence Reduction Partnership',
        kind: 'unit',
        granted: true,
        quorum: 3,
        quorumSeats: ['youth-offending-team'],
        createdBy: null,
        updatedBy: null,
        policingBodyId: null,
      })
      .execute();
    for (const [key, name, organisation, role, seat] of PEOPLE) {
      const organisationId = organisations[organisation] ?? '';
      const personId = await insertKept(tx, 'person', { name, email: `${key}@varrow.example`, phone: '01632 960000' }, setting);
      await insertKept(tx, 'membership', { personId, organisationId, roles: [role], fromOn: '2026-01-01' }, setting);
      if (seat !== '') seats[seat] = await insertKept(tx, 'coreSeat', { organisationId, seat, personId, fromOn: '2026-01-01' }, setting);
      people[key] = {
        ...SERVICE,
        kind: 'person',
        personId,
        name,
        organisationId,
        organisationName: ORGANISATIONS[organisation][0],
        roles: [role],
        via: 'page',
      };
    }
  });
  let who = people['lead'] as Who;
  const app = await buildApp({
    warehouse,
    acting,
    identify: async () => ({ who, session: null, expired: null }),
    requestsAMinute: 0,
    now: () => register.now(),
  });
  return {
    register,
    acting,
    warehouse,
    app,
    organisations: organisations as Record<Name, string>,
    people,
    seats,
    async listen() {
      await app.listen({ host: '127.0.0.1', port: 0 });
      return `http://localhost:${(app.server.address() as AddressInfo).port}`;
    },
    as(key) {
      const found = people[key];
      if (found === undefined) throw new Error(`nobody is called ${key}`);
      who = found;
      return who;
    },
    async remove() {
      await app.close();
      await warehouse.close();
      await register.remove();
      small.remove();
    },
  };
}
