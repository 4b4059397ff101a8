/** The demonstration as a world to test permissions in: somebody of every role, and records of several organisations; and its pages. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { civilDay, policy } from '../../src/access/index.ts';
import { doing, idsOf, seedDemonstration, seedValidation } from '../../src/demonstration/index.ts';
import { type Acting, makeActing, PUBLIC, SERVICE, transaction, type Tx, type Who } from '../../src/register/index.ts';
import { type TestRegister, testRegister } from '../../src/register/testing/index.ts';
import { actions, reads } from '../../src/service/index.ts';
import { openHome, openWarehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';

export interface World {
  readonly register: TestRegister;
  readonly acting: Acting;
  /** One person for each role, in the organisation where the demonstration has them. */
  readonly people: ReadonlyMap<string, Who>;
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export async function makeWorld(): Promise<World> {
  const register = await testRegister();
  const acting = makeActing(register, policy, actions, reads);
  await seedDemonstration(register, (each) => makeActing(each, policy, actions, reads));
  await askAboutFiles(acting, civilDay(register.now()));
  const asSystem: World['asSystem'] = (work) => transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, work);
  const rows = await asSystem((tx) =>
    tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .select(['p.id', 'p.name', 'm.organisationId', 'o.name as organisationName', 'm.roles'])
      .orderBy('p.name')
      .execute(),
  );
  const people = new Map<string, Who>();
  for (const { id, name, organisationId, organisationName, roles } of rows) {
    const role = roles[0] ?? '';
    if (!people.has(role)) people.set(role, { kind: 'person', personId: id, name, organisationId, organisationName, roles, via: 'page' });
  }
  return { register, acting, people, asSystem };
}

/** The files are of a warehouse that is not here: the register knows them by what it was told. */
async function askAboutFiles(acting: Acting, today: string): Promise<void> {
  const ids = await idsOf(acting);
  if (ids === null) throw new Error('the demonstration is not there');
  const file = (number: number, dataset: string) => ({ id: `d${number}`, dataset, source: 'varrowshire', fileName: `${dataset}-${number}.csv`, number });
  await seedValidation(acting, doing(acting, ids.organisations, ids.people, today), [file(1, 'street'), file(2, 'stop'), file(3, 'stop')]);
}

export interface Pages {
  readonly app: FastifyInstance;
  /** Who asks from now on; at first, nobody who has signed in. */
  as(who: Who): void;
  /** Closes the pages, and removes the world with them. */
  remove(): Promise<void>;
}

/** The world's pages, over a warehouse that holds nothing. */
export async function openPages(world: World): Promise<Pages> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-world-'));
  const warehouse = await openWarehouse(openHome(join(dir, 'home'), { create: true }));
  let asks: Who = PUBLIC;
  const app = await buildApp({ warehouse, acting: world.acting, requestsAMinute: 0, identify: async () => ({ who: asks, session: null, expired: null }) });
  return {
    app,
    as(who) {
      asks = who;
    },
    async remove() {
      await app.close();
      await warehouse.close();
      await world.register.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
