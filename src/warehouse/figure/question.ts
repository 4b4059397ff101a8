/** A figure's address as a question: the one grammar of pages, files, the API, and evidence that cites a figure. */
import { HeadwaterError } from '../../errors.ts';
import { dimension, dimensions } from './dimensions.ts';
import { measure as measureOf } from './measures.ts';
import { parseSlice } from './slice.ts';
import type { DimensionId, Question } from './types.ts';

/** Throws HeadwaterError, naming the field, for anything that is not a question. Always asks with partner clearance. */
export function questionOf(measure: string, query: URLSearchParams): Question {
  const snapshot = query.get('snapshot')?.trim();
  if (snapshot && !/^s[1-9]\d{0,9}$/.test(snapshot)) {
    throw new HeadwaterError('bad-input', 'snapshot-id', 'There is a problem with ‘snapshot’: it is not the id of a snapshot', {
      advice: 'Ids are an s and a number, such as s3. The snapshots page lists them. Leave it out for the newest data.',
    });
  }
  return { measure, by: byOf(query), slice: parseSlice(query), clearance: 'partner', ...(snapshot ? { snapshot } : {}) };
}

function byOf(query: URLSearchParams): DimensionId[] {
  const names = query
    .getAll('by')
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return [...new Set(names)].map((name) => {
    const found = dimension(name);
    if (found) return found.id;
    throw new HeadwaterError('bad-input', 'dimension-unknown', 'There is a problem with ‘by’: there is no such dimension', {
      advice: `Group by any of: ${dimensions()
        .map((each) => each.id)
        .join(', ')}.`,
    });
  });
}

const LONGEST = 4000;

/**
 * The question behind a figure's permanent address, as somebody pastes it: `/figure/stops?by=month&snapshot=s3`, with or without the name of this service
 * before it. @throws HeadwaterError `figure-address`, and what {@link questionOf} throws
 */
export function questionOfAddress(address: string): Question {
  const text = address.trim();
  const path = /^(?:https?:\/\/[^/?#\s]+)?\/figure\/([a-z0-9-]{1,80})(?:\.(?:csv|json))?(?:\?([^#\s]*))?$/i.exec(text.split('#')[0] ?? '');
  if (text.length > LONGEST || path === null) {
    throw new HeadwaterError('bad-input', 'figure-address', 'That is not the address of a figure', {
      advice: 'Open the figure, and copy its address from “Cite”. It begins with /figure/.',
    });
  }
  const [, measure = '', query = ''] = path;
  if (measureOf(measure) === undefined) {
    throw new HeadwaterError('not-found', 'measure-unknown', `There is no figure called ‘${measure}’`, { advice: 'The catalogue lists every measure.' });
  }
  return questionOf(measure, new URLSearchParams(query));
}
