/**
 * With whose eyes a figure is asked for. Protected counts are for everybody; `as=analyst` asks for exact ones, which are for the role that may see
 * them, under a live sharing agreement or of open data, with each look on record before it is answered.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Cover, lookExactly } from '../../access/agreements/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { contractOf } from '../../warehouse/door/index.ts';
import { type Clearance, formatSlice, type Measure, type Question } from '../../warehouse/index.ts';
import type { WebContext } from '../context.ts';
import { queryOf, questionOf } from './question.ts';

export const MARKING = 'OFFICIAL-SENSITIVE';

export interface Asked {
  readonly question: Question;
  /** Agreements that exact counts are given under: none for open data. Null where the figure is protected. */
  readonly exactUnder: readonly Cover[] | null;
}

/** @throws HeadwaterError for what is no question, and `not-allowed` or `agreement-not-live` for exact counts that are not for who asks */
export async function asked(context: WebContext, request: FastifyRequest, measure: Measure): Promise<Asked> {
  const query = queryOf(request.url);
  const question = questionOf(measure.id, query);
  if (clearanceAsked(query) !== 'analyst')
    return { question: { ...question, clearance: request.who.kind === 'public' ? 'public' : 'partner' }, exactUnder: null };
  if (context.acting === null) {
    throw new HeadwaterError('busy', 'register-away', 'Exact counts cannot be given at the moment, because no look at them could be recorded', {
      advice: 'Leave ‘as’ out of the address for the protected figure.',
    });
  }
  const { agreements } = await context.acting.read(
    lookExactly,
    {
      measure: measure.id,
      slice: [...question.by.map((by) => `by=${by}`), formatSlice(question.slice), question.snapshot ? `snapshot=${question.snapshot}` : '']
        .filter(Boolean)
        .join('&'),
      dataset: measure.dataset,
      sharing: contractOf(measure.dataset).sharing,
      sources: sourcesHeld(context, measure, question),
    },
    request.who,
  );
  return { question: { ...question, clearance: 'analyst' }, exactUnder: agreements };
}

const KNOWN: readonly string[] = ['public', 'partner', 'analyst'] satisfies Clearance[];

/** The most that the address asks for. */
function clearanceAsked(query: URLSearchParams): Clearance {
  const words = query.getAll('as').map((text) => text.trim());
  if (words.some((word) => !KNOWN.includes(word))) {
    throw new HeadwaterError('bad-input', 'clearance', 'There is a problem with ‘as’: there is no such clearance', {
      advice: 'Leave it out, or give analyst for exact counts if you may see them.',
    });
  }
  return words.includes('analyst') ? 'analyst' : 'partner';
}

/** Every source of the measure's dataset that the figure can draw on. */
function sourcesHeld(context: WebContext, measure: Measure, question: Question): string[] {
  const manifest = context.warehouse.manifest();
  const id = question.snapshot ?? manifest.current;
  const held = Object.keys(manifest.snapshots.find((snapshot) => snapshot.id === id)?.files[measure.dataset]?.coverage ?? {});
  const { force } = question.slice.where;
  return force === undefined ? held : held.filter((source) => force.includes(source));
}

/** An exact answer is for the one who asked, this once. */
export const keepPrivate = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'private, no-store');
