/** What somebody saw of the picture when they last looked: kept for them alone, as it was shown, for what has changed since. */
import { z } from 'zod';
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { defineAction, defineRead } from '../define.ts';

const seenFigure = z.object({
  measure: z.string().min(1).max(60),
  /** Of the measure's definition: another one is not compared. */
  version: z.string().max(40),
  title: z.string().max(200),
  period: z.string().max(100),
  value: z.string().max(60),
  interval: z.string().max(80).nullable(),
});

export type SeenFigure = z.output<typeof seenFigure>;

const snapshot = z.string().min(1).max(20);
const figures = z.array(seenFigure).max(40);

export interface LastLook {
  /** The snapshot that is asked about has been looked at already. */
  readonly seen: boolean;
  /** The last look at another one; null where this is the first. */
  readonly before: { readonly snapshot: string; readonly at: Date; readonly figures: readonly SeenFigure[] } | null;
}

export const lastLook = defineRead({
  name: 'look.last',
  title: 'See what you saw when you last looked',
  allowed: 'own.account',
  input: z.object({ snapshot }),
  async answer(tx, input, { who }): Promise<LastLook> {
    if (who.personId === null) return { seen: true, before: null };
    const rows = await tx.selectFrom('pictureLook').selectAll().where('personId', '=', who.personId).orderBy('lookedAt', 'desc').execute();
    const last = rows.find((row) => row.snapshot !== input.snapshot);
    const held = figures.safeParse(last?.figures);
    return {
      seen: rows.some((row) => row.snapshot === input.snapshot),
      before: last === undefined || !held.success ? null : { snapshot: last.snapshot, at: last.lookedAt, figures: held.data },
    };
  },
});

/** Looks that are kept of one person: the present one and the one before it. */
const KEPT = 2;

export const rememberLook = defineAction({
  name: 'look.remember',
  title: 'Remember what you have seen',
  allowed: 'own.account',
  input: z.object({ snapshot, figures }),
  async effect(tx, input, { who, at }): Promise<{ snapshot: string }> {
    const { personId } = who;
    if (personId === null) return { snapshot: input.snapshot };
    await tx
      .insertInto('pictureLook')
      .values({ personId, snapshot: input.snapshot, lookedAt: at, figures: JSON.stringify(input.figures) })
      .onConflict((conflict) => conflict.columns(['personId', 'snapshot']).doNothing())
      .execute();
    const old = await tx.selectFrom('pictureLook').select('snapshot').where('personId', '=', personId).orderBy('lookedAt', 'desc').offset(KEPT).execute();
    if (old.length > 0)
      await tx
        .deleteFrom('pictureLook')
        .where('personId', '=', personId)
        .where(
          'snapshot',
          'in',
          old.map((row) => row.snapshot),
        )
        .execute();
    return { snapshot: input.snapshot };
  },
  audit: (_input, { snapshot: id }) => ({ subject: { type: 'snapshot', id } }),
});

export const lookActions: readonly AnyAction[] = [rememberLook];
export const lookReads: readonly AnyRead[] = [lastLook];
