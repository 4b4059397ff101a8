/** The partnership's name for every page's header, read at most every few seconds and never waited for. */
import { type Acting, PUBLIC, transaction } from '../register/index.ts';
import type { Partnership } from './frame.ts';

const EVERY_MS = 5_000;
const UNNAMED: Partnership = { name: '', demonstration: false };

/** Null where there is no register. */
export function partnershipOf(acting: Acting | null): () => Partnership | null {
  if (acting === null) return () => null;
  let held = UNNAMED;
  let readAt = 0;
  const refresh = async (): Promise<void> => {
    const row = await transaction(acting.register.db, { reach: 'public', who: PUBLIC, at: acting.register.now(), readOnly: true }, (tx) =>
      tx.selectFrom('partnership').select(['name', 'demonstration']).executeTakeFirst(),
    );
    held = row ?? UNNAMED;
  };
  return () => {
    if (Date.now() - readAt > EVERY_MS) {
      readAt = Date.now();
      refresh().catch(() => {
        readAt = 0;
      });
    }
    return held;
  };
}
