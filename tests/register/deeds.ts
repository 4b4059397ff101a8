/** An action that writes two rows: both are there or neither is. */
import { z } from 'zod';
import { makeDefine, type Policy } from '../../src/register/index.ts';

const { defineAction } = makeDefine<'write'>();

export const policy: Policy = { reach: () => 'system' };

export const addTask = defineAction({
  name: 'test.add-task',
  title: 'Add a task and its twin',
  allowed: 'write',
  input: z.object({ key: z.uuid(), organisationId: z.uuid() }),
  async effect(tx, { key, organisationId }) {
    for (const kind of ['first', 'twin']) {
      await tx
        .insertInto('task')
        .values({ kind, key: `${kind}:${key}`, title: kind, href: '/', subjectType: 'test', subjectId: key, organisationId })
        .execute();
    }
    return { key };
  },
  audit: (_input, { key }) => ({ subject: { type: 'task', id: key } }),
});
