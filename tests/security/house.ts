/** A server with a register in it and a few invented people, for tests of signing in. Everything is the real thing. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createInvitation, type Provider, usePasswordLink } from '../../src/access/sign-in/index.ts';
import type { AnyAction, AnyRead } from '../../src/register/index.ts';
import { type Acting, insertKept, SERVICE, transaction, type Tx } from '../../src/register/index.ts';
import { type TestRegister, testRegister } from '../../src/register/testing/index.ts';
import { actingOn } from '../../src/service/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';
import { type SmallHome, smallHome } from '../web/home.ts';

export const PASSWORD = 'copper lantern orchard';

export interface House {
  readonly register: TestRegister;
  readonly acting: Acting;
  readonly app: FastifyInstance;
  /** `http://localhost:PORT` */
  readonly base: string;
  readonly home: SmallHome;
  /** Work with the system’s reach. */
  readonly system: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Ids by name. */
  readonly people: Readonly<Record<string, string>>;
  readonly organisations: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export interface HouseOptions {
  readonly demonstration?: boolean;
  readonly demonstrations?: boolean;
  readonly provider?: Provider | null;
  readonly now?: Date;
  /** People of `PEOPLE` who get PASSWORD. */
  readonly passwords?: readonly string[];
  readonly prepare?: (app: FastifyInstance) => void;
  readonly actions?: readonly AnyAction[];
  readonly reads?: readonly AnyRead[];
}

/** Name, e-mail, then organisation and roles for each membership. */
const PEOPLE: readonly (readonly [name: string, email: string, fictional: boolean, memberships: readonly (readonly [string, readonly string[]])[]])[] = [
  [
    'Ada Moss',
    'ada.moss@police.example',
    true,
    [
      ['Varrowshire Police', ['supervisor']],
      ['Varrow Council', ['partnership-lead']],
    ],
  ],
  ['Ben Hale', 'ben.hale@council.example', true, [['Varrow Council', ['administrator']]]],
  ['Cara Lind', 'cara.lind@police.example', true, [['Varrowshire Police', ['analyst', 'data-quality-lead']]]],
  ['Dan Orme', 'dan.orme@charity.example', true, [['Upstream Youth', ['provider']]]],
  ['Eve Stone', 'eve.stone@council.example', false, [['Varrow Council', ['education']]]],
  ['Finn Gray', 'finn.gray@council.example', true, []],
];

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const home = await smallHome();
  const warehouse: Warehouse = await openWarehouse(home.dir);
  const register = await testRegister(options.now ?? new Date());
  const acting = actingOn(register);
  const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);
  const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
  const people: Record<string, string> = {};
  const organisations: Record<string, string> = {};
  await system(async (tx) => {
    for (const [name, type] of [
      ['Varrowshire Police', 'police'],
      ['Varrow Council', 'local-authority'],
      ['Upstream Youth', 'charity'],
    ] as const)
      organisations[name] = await insertKept(
        tx,
        'organisation',
        { name, shortName: name, type, createdBy: null, updatedBy: null, parentId: null, force: null, area: null, closedOn: null, closedReason: null },
        setting,
      );
    await tx
      .insertInto('partnership')
      .values({
        name: 'Varrowshire Violence Reduction Partnership',
        kind: 'partnership',
        granted: true,
        policingBodyId: null,
        quorum: 3,
        demonstration: options.demonstration === true,
        createdBy: null,
        updatedBy: null,
      })
      .execute();
    for (const [name, email, fictional, memberships] of PEOPLE) {
      const personId = await insertKept(tx, 'person', { name, email, fictional, phone: null, post: null, createdBy: null, updatedBy: null }, setting);
      people[name] = personId;
      for (const [organisation, roles] of memberships)
        await insertKept(
          tx,
          'membership',
          {
            personId,
            organisationId: organisations[organisation] ?? '',
            roles: [...roles],
            fromOn: '2020-01-01',
            toOn: null,
            createdBy: null,
            updatedBy: null,
          },
          setting,
        );
    }
  });
  for (const name of options.passwords ?? []) {
    const token = await system((tx) => createInvitation(tx, people[name] ?? '', 'join', SERVICE, register.now()));
    await usePasswordLink(register, token, PASSWORD, PASSWORD);
  }
  const app = await buildApp({
    warehouse,
    acting,
    signIn: { provider: options.provider ?? null, demonstrations: options.demonstrations ?? true },
  });
  options.prepare?.(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    register,
    acting,
    app,
    base: `http://localhost:${(app.server.address() as AddressInfo).port}`,
    home,
    system,
    people,
    organisations,
    async close() {
      await app.close();
      await warehouse.close();
      await register.remove();
      home.remove();
    },
  };
}
