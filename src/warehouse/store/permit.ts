/** Whether what was staged may come in. The store does not know agreements: it asks, and a delivery that is turned away is refused like any other. */
import { HeadwaterError } from '../../errors.ts';
import { contractOf } from '../door/index.ts';
import type { DeliveryAgreement } from '../manifest.ts';
import type { StagedPart } from './batch.ts';

export interface Asked {
  readonly dataset: string;
  /** Code of the source as the rows have it: `norfolk`. */
  readonly source: string;
  /** As the dataset's contract says. */
  readonly sharing: 'open' | 'agreement';
}

/** Gives the agreement that the feed comes in under, null where none is needed. @throws HeadwaterError with the reason */
export type Permit = (asked: Asked) => Promise<DeliveryAgreement | null>;

/** The parts with what was not permitted among the refused. A file with rows of several sources needs a permit for each. */
export async function permitted(parts: readonly StagedPart[], permit: Permit): Promise<StagedPart[]> {
  // A year of monthly files is one feed: it is asked about once.
  const answers = new Map<string, Promise<DeliveryAgreement | null>>();
  const ask = (dataset: string, source: string): Promise<DeliveryAgreement | null> => {
    const key = `${dataset} ${source}`;
    const known = answers.get(key) ?? permit({ dataset, source, sharing: contractOf(dataset).sharing });
    answers.set(key, known);
    return known;
  };
  const result: StagedPart[] = [];
  for (const part of parts) {
    const deliveries: (typeof part.staged.deliveries)[number][] = [];
    const refused = [...part.staged.refused];
    for (const entry of part.staged.deliveries) {
      const sources = Object.keys(entry.coverage);
      try {
        const found = new Map<string, DeliveryAgreement>();
        for (const source of sources.length > 0 ? sources : entry.source.split('+')) {
          const agreement = await ask(part.dataset, source);
          if (agreement !== null) found.set(agreement.id, agreement);
        }
        deliveries.push(found.size === 0 ? entry : { ...entry, agreements: [...found.values()] });
      } catch (error) {
        if (!(error instanceof HeadwaterError) || error.kind !== 'forbidden') throw error;
        refused.push({ fileName: entry.fileName, error });
      }
    }
    result.push({ ...part, staged: { ...part.staged, deliveries, refused } });
  }
  return result;
}
