/** The values of a dimension, where there are data to have any. */
import { HeadwaterError } from '../../errors.ts';
import { type Dimension, type DimensionValue, dimensionValues, type Warehouse } from '../../warehouse/index.ts';

/** Empty before the first delivery, and for areas below a force before any areas have been delivered. */
export async function valuesHeld(warehouse: Warehouse, dimension: Dimension): Promise<readonly DimensionValue[]> {
  return warehouse.manifest().current === null ? [] : noneIfRefused(() => dimensionValues(warehouse, dimension));
}

/** Nothing to offer is no failure of the page that would have offered it. */
export async function noneIfRefused<T>(work: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HeadwaterError && error.kind === 'refused') return [];
    throw error;
  }
}
