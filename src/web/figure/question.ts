/** What an address asks. The grammar itself is the warehouse's, for whatever else cites a figure. */
export { questionOf } from '../../warehouse/index.ts';

/** The part of an address after `?`, with repeated names kept. */
export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}
