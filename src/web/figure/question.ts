/** An address's query as a question to the warehouse: the one grammar of pages, files and API. */
import { HeadwaterError } from '../../errors.ts';
import { dimension, type DimensionId, dimensions, parseSlice, type Question } from '../../warehouse/index.ts';

/** The part of an address after `?`, with repeated names kept. */
export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

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
