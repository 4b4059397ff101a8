/** The chain is verified by the clock and by the command; each time is an event, so that the page can say when it last was. */
import { z } from 'zod';
import { type AuditFault, verifyAudit } from '../../register/index.ts';
import { defineAction } from '../define.ts';

export interface Verified {
  readonly events: number;
  readonly head: string;
  readonly faults: readonly AuditFault[];
}

/** `seals` are what was written down outside the database (`readSeals`). */
export const verifyChain = defineAction({
  name: 'audit.verify',
  title: 'Verify the audit log',
  allowed: 'service.run',
  input: z.object({ seals: z.array(z.object({ seq: z.number().int(), hash: z.string().regex(/^[0-9a-f]{64}$/) })) }),
  async effect(tx, { seals }): Promise<Verified> {
    const { events, head, faults } = await verifyAudit(tx, seals);
    return { events, head, faults: [...faults] };
  },
  audit: ({ seals }, { events, faults }) => ({ details: { events, seals: seals.length, faults: faults.length } }),
});
