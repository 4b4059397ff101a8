/** What every page has to know of the partnership: read before the first request and then at most every few seconds, never waited for. */
import { type Acting, PUBLIC, transaction } from '../register/index.ts';
import type { Partnership } from './frame.ts';

const EVERY_MS = 5_000;
const UNNAMED: Partnership = { name: '', demonstration: false, publicPicture: true };

/** Null where there is no register. */
export async function partnershipOf(acting: Acting | null): Promise<() => Partnership | null> {
  if (acting === null) return () => null;
  const read = async (): Promise<Partnership> => {
    const row = await transaction(acting.register.db, { reach: 'public', who: PUBLIC, at: acting.register.now(), readOnly: true }, (tx) =>
      tx.selectFrom('partnership').select(['name', 'demonstration', 'publicPicture']).executeTakeFirst(),
    );
    return row ?? UNNAMED;
  };
  let held = await read();
  let readAt = Date.now();
  return () => {
    if (Date.now() - readAt > EVERY_MS) {
      readAt = Date.now();
      read().then(
        (now) => {
          held = now;
        },
        () => {
          readAt = 0;
        },
      );
    }
    return held;
  };
}
