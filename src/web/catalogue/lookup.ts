/** Asking the catalogue for something that is not in it. */
import { HeadwaterError } from '../../errors.ts';

const missing = (what: string): HeadwaterError =>
  new HeadwaterError('not-found', `${what.replace(' ', '-')}-unknown`, `There is no such ${what}`, { advice: 'The catalogue lists what there is.' });

export const noSuchMeasure = (): HeadwaterError => missing('measure');
export const noSuchDataset = (): HeadwaterError => missing('dataset');
export const noSuchDimension = (): HeadwaterError => missing('dimension');
export const noSuchList = (): HeadwaterError => missing('code list');
