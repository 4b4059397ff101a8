/** Regressions as the reference results write them. */
export interface Row {
  readonly term: string;
  readonly estimate: number;
  readonly se: number;
  readonly stat: number;
  readonly p: number;
  readonly irr: number;
  readonly irr_lo: number;
  readonly irr_hi: number;
}

export interface Model {
  readonly coef: readonly Row[];
  readonly dispersion: number;
  readonly deviance: number;
  readonly null_deviance: number;
  readonly df_residual: number;
  readonly aic: number | null;
}
