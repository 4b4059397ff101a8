/** The beginning of a demonstration: its partnership, organisations and people, in a register that holds nobody yet. */
import { z } from 'zod';
import { civilDay, defineAction, defineRead, plusDays } from '../access/index.ts';
import { HeadwaterError } from '../errors.ts';
import { insertKept, type Setting, type Tx } from '../register/index.ts';
import { ORGANISATIONS, type OrganisationPlan, PEOPLE, type PersonPlan } from './people.ts';

/** Everybody joined somewhat before the demonstration begins. */
const JOINED_DAYS = 30;

async function addOrganisations(tx: Tx, setting: Setting): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const plan of ORGANISATIONS satisfies readonly OrganisationPlan[] as readonly OrganisationPlan[]) {
    const { key, parent, ...values } = plan;
    const parentId = parent === undefined ? null : (ids.get(parent) ?? null);
    const row = {
      ...values,
      area: values.area ?? null,
      force: values.force ?? null,
      outside: values.outside ?? false,
      parentId,
      wards: null,
      closedOn: null,
      closedReason: null,
    };
    ids.set(key, await insertKept(tx, 'organisation', row, setting));
  }
  return ids;
}

async function addPeople(tx: Tx, organisations: ReadonlyMap<string, string>, setting: Setting): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const fromOn = plusDays(civilDay(setting.at), -JOINED_DAYS);
  for (const { key, name, post, at, roles } of PEOPLE as readonly PersonPlan[]) {
    const email = `${name
      .toLowerCase()
      .replace(/^professor /, '')
      .replaceAll(/[^a-z]+/g, '.')}@${at}.varrowshire.example`;
    const personId = await insertKept(tx, 'person', { name, post, email, phone: null, fictional: true }, setting);
    await insertKept(tx, 'membership', { personId, organisationId: organisations.get(at) ?? '', roles: [...roles], fromOn, toOn: null }, setting);
    ids.set(key, personId);
  }
  return ids;
}

/** Gives the ids by their keys. @throws HeadwaterError `register-in-use-by-people` where anybody is there already: a demonstration never mixes with them */
export const beginDemonstration = defineAction({
  name: 'demonstration.begin',
  title: 'Begin a demonstration',
  allowed: 'operator.run',
  input: z.object({}),
  async effect(tx, _input, setting) {
    const there = await tx.selectFrom('person').select('id').limit(1).executeTakeFirst();
    const described = await tx.selectFrom('partnership').select('id').executeTakeFirst();
    if (there || described) {
      throw new HeadwaterError('conflict', 'demonstration-real-people', 'This register holds people already, so the demonstration is not put into it.', {
        advice: 'Choose another data home with --home to look at the demonstration.',
      });
    }
    const organisations = await addOrganisations(tx, setting);
    const people = await addPeople(tx, organisations, setting);
    const values = {
      name: 'Varrowshire Violence Reduction Partnership',
      kind: 'partnership',
      granted: false,
      policingBodyId: organisations.get('body') ?? null,
      quorum: 5,
      quorumSeats: ['youth-offending-team', 'police'],
      publicPicture: true,
      demonstration: true,
    } as const;
    await insertKept(tx, 'partnership', { ...values, quorumSeats: [...values.quorumSeats] }, setting);
    return { organisations: Object.fromEntries(organisations), people: Object.fromEntries(people) };
  },
  audit: (_input, { people }) => ({ details: { people: Object.keys(people).length } }),
});

/** Whether a demonstration was begun here, and whether it was brought to its end. */
export const demonstrationState = defineRead({
  name: 'demonstration.state',
  title: 'Ask whether the demonstration is there',
  allowed: 'operator.run',
  input: z.object({}),
  async answer(tx): Promise<'none' | 'unfinished' | 'there' | 'people'> {
    const partnership = await tx.selectFrom('partnership').select('demonstration').executeTakeFirst();
    const person = await tx.selectFrom('person').select('id').limit(1).executeTakeFirst();
    if (partnership?.demonstration !== true) return partnership || person ? 'people' : 'none';
    const finished = await tx.selectFrom('auditEvent').select('seq').where('action', '=', 'demonstration.finish').limit(1).executeTakeFirst();
    return finished ? 'there' : 'unfinished';
  },
});

export const finishDemonstration = defineAction({
  name: 'demonstration.finish',
  title: 'Finish a demonstration',
  allowed: 'operator.run',
  input: z.object({}),
  effect: async () => ({ finished: true }),
  audit: () => ({}),
});
