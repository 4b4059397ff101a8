/** The gate of deliveries for the command: asks the register which agreement a feed comes in under. */
import { feedGate } from '../access/agreements/index.ts';
import { type Acting, OPERATOR } from '../register/index.ts';
import type { Permit } from '../warehouse/store/index.ts';

export interface Gate {
  readonly permit: Permit;
  /** Closes the register where it was opened. */
  close(): Promise<void>;
}

/** `open` is called at the first question: a delivery of files that are known already, or cannot be read, needs no register. */
export function makeGate(open: () => Promise<Acting>): Gate {
  let opened: Promise<Acting> | undefined;
  return {
    permit: async (asked) => {
      opened ??= open();
      return (await feedGate(await opened, OPERATOR, asked)).agreement;
    },
    async close() {
      // One that did not open has said so to whoever asked.
      const acting = await opened?.catch(() => undefined);
      await acting?.register.close();
    },
  };
}
