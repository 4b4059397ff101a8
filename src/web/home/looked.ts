/** Remembers what somebody saw on Home, and says what has changed since they last looked. */
import type { FastifyRequest } from 'fastify';
import { type LastLook, lastLook, rememberLook } from '../../access/looks/index.ts';
import type { Figure } from '../../warehouse/index.ts';
import type { WebContext } from '../context.ts';
import { originOf } from '../figure/origin.ts';
import { type Since, seenOf, sinceThen } from './since.ts';

/** People whose last look is held in memory: it stays as it is until there is a newer snapshot. */
const MOST = 2_000;

/** @param figures the headline figures that the page shows, of `snapshot` */
export function makeSince(context: WebContext): (request: FastifyRequest, snapshot: string, figures: readonly Figure[]) => Promise<Since | null> {
  const held = new Map<string, { readonly snapshot: string; readonly before: LastLook['before'] }>();
  return async (request, snapshot, figures) => {
    const { acting } = context;
    const { who } = request;
    if (acting === null || who.personId === null || figures.length === 0) return null;
    const origin = originOf(request);
    const now = figures.map((figure) => ({ ...seenOf(figure, origin), href: figure.address }));
    let known = held.get(who.personId);
    if (known?.snapshot !== snapshot) {
      const { seen, before } = await acting.read(lastLook, { snapshot }, who);
      if (!seen) await acting.act(rememberLook, { snapshot, figures: now }, who);
      known = { snapshot, before };
      if (held.size >= MOST) held.clear();
      held.set(who.personId, known);
    }
    return sinceThen(known.before, now);
  };
}
