/** The server of `npm run bench:web` in a process of its own, over the demonstration's register, with sessions for many people. Tells its parent the port and their cookies. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AddressInfo } from 'node:net';
import { startSession } from '../../src/access/index.ts';
import { seedDemonstration } from '../../src/demonstration/index.ts';
import { openRegister, SERVICE, transaction } from '../../src/register/index.ts';
import { actingOn, servingOn } from '../../src/service/index.ts';
import { openHome, openWarehouse } from '../../src/warehouse/index.ts';
import { buildApp } from '../../src/web/index.ts';

const [homeDir, peopleText] = process.argv.slice(2);
if (homeDir === undefined || !process.send) throw new Error('for bench/web.ts');
const PEOPLE = Number(peopleText);
const RESOLUTION_MS = 2;

const register = await openRegister({ homeDir, env: {} });
await seedDemonstration(register, actingOn);
const acting = servingOn(register);
const warehouse = await openWarehouse(openHome(homeDir, { create: true }));

/** Everybody of the demonstration in turn, until there are enough sessions. */
const cookies = await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, async (tx) => {
  const members = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .select(['m.id', 'm.personId', 'm.roles', 'm.organisationId'])
    .orderBy('p.name')
    .execute();
  const found = [];
  for (let i = 0; i < PEOPLE; i += 1) {
    const member = members[i % members.length];
    if (member === undefined) throw new Error('the demonstration has nobody');
    const token = await startSession(
      tx,
      { personId: member.personId, membershipId: member.id, method: 'demonstration', secondFactor: false, agent: 'bench' },
      register.now(),
    );
    found.push({ token, roles: member.roles, organisationId: member.organisationId });
  }
  return found;
});
const known = await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, async (tx) => ({
  inspections: (await tx.selectFrom('inspection').select('slug').execute()).map((row) => row.slug),
  items: await tx.selectFrom('inspectionItem').select(['id', 'organisationId']).where('organisationId', 'is not', null).execute(),
}));

const app = await buildApp({ warehouse, acting, requestsAMinute: 0 });
await app.listen({ host: '127.0.0.1', port: 0 });
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
process.on('message', (message) => {
  if (message === 'reset') delay.reset();
  if (message === 'read')
    process.send?.({ maxMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), p99Ms: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS) });
});
process.on('SIGTERM', () => {
  void app
    .close()
    .then(() => register.close())
    .then(() => warehouse.close())
    .then(() => process.exit(0));
});
process.send({ port: (app.server.address() as AddressInfo).port, cookies, known });
