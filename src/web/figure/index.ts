/** A figure as words and files, for whoever writes one: the pages, and the command line. */
export { csvLine } from '../csv.ts';
export { figureCsv } from './export.ts';
export { largestOf, numberWords, REASONS, SHORTHAND } from './number.ts';
export { sourceWords } from './view.ts';
