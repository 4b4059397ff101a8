/** The label of a value of a dimension, for chips. */
import type { DimensionId } from '../../warehouse/index.ts';

/** The label, or the code itself where nothing better is known. */
export type Labels = (dimension: DimensionId, code: string) => string;
