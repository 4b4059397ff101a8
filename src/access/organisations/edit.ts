/** Organisations: added and changed. */
import { z } from 'zod';
import { codeList } from '../../reference/index.ts';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { defineAction } from '../define.ts';
import { chosen, maybeChosen, maybeWords, version, words } from '../inputs.ts';
import { wouldLoop } from './hierarchy.ts';
import { ORGANISATION_TYPES, typeOf } from './types.ts';

const forces = new Set(
  codeList('force')
    .items.filter((item) => item.unknown !== true)
    .map((item) => item.code),
);

const fields = {
  name: words('the organisation’s name', 200),
  shortName: words('a short name', 60),
  type: z.enum(
    ORGANISATION_TYPES.map((type) => type.id),
    'Choose the kind of organisation',
  ),
  parentId: maybeChosen('the organisation above it'),
  force: z
    .string()
    .nullish()
    .transform((code) => (code === undefined || code === '' ? null : code))
    .refine((code) => code === null || forces.has(code), 'Choose a force from the list'),
  area: maybeWords('the areas', 500),
  wards: maybeWords('the wards', 2000),
  outside: z.boolean().default(false),
};

type Fields = z.output<z.ZodObject<typeof fields>>;

/** @throws InputError naming the field */
async function check(tx: Tx, id: string | null, input: Fields): Promise<void> {
  const nodes = await tx.selectFrom('organisation').select(['id', 'parentId', 'name', 'closedOn', 'force', 'type']).forUpdate().execute();
  const others = nodes.filter((node) => node.id !== id);
  if (others.some((node) => node.name.toLowerCase() === input.name.toLowerCase())) throw badField('name', 'There is an organisation of this name already');
  if (input.parentId !== null) {
    const parent = others.find((node) => node.id === input.parentId);
    if (id === input.parentId || (id !== null && wouldLoop(nodes, id, input.parentId)))
      throw badField('parentId', 'An organisation cannot be under itself, or under one that is under it');
    if (!parent) throw badField('parentId', 'Choose the organisation above it from the list');
    if (parent.closedOn !== null) throw badField('parentId', `${parent.name} is closed: choose another`);
  }
  if (input.force !== null && input.type !== 'police' && input.type !== 'policing-body')
    throw badField('force', 'Only a police force and its local policing body have a force’s area');
  if (input.type === 'police' && input.force !== null && others.some((node) => node.type === 'police' && node.force === input.force))
    throw badField('force', 'Another organisation is that force already');
}

export const addOrganisation = defineAction({
  name: 'organisation.add',
  title: 'Add an organisation',
  allowed: 'organisation.edit',
  input: z.object(fields),
  async effect(tx, input, setting) {
    await check(tx, null, input);
    return { id: await insertKept(tx, 'organisation', { ...input, closedOn: null, closedReason: null }, setting), name: input.name };
  },
  audit: (input, { id }) => ({ subject: { type: 'organisation', id, version: 1 }, details: { type: input.type, duty: typeOf(input.type).duty } }),
});

export const changeOrganisation = defineAction({
  name: 'organisation.change',
  title: 'Change an organisation',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('an organisation'), version, ...fields }),
  async effect(tx, { id, version: shown, ...input }, setting) {
    await check(tx, id, input);
    return { id, name: input.name, ...(await changeKept(tx, 'organisation', id, shown, input, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'organisation', id, version: now }, details: { changed } }),
});
