/**
 * Quasi-Poisson regression of counts on one factor and, if wanted, one straight line in time, log link. With so little in the model the normal
 * equations solve themselves: within each group everything is measured from the group's weighted means, the slope is one ratio, and leverages
 * and standard errors are sums. No matrix is formed and nothing is allocated once the workspace stands, for outbreak detection fits thousands of these.
 *
 * @source McCullagh and Nelder (1989), Generalized Linear Models, 2nd edition, 2.5 (Fisher scoring); the elimination of the factor is the
 * "absorbing" of Frisch and Waugh (1933)
 */

export interface GroupedFit {
  /** Weighted sum of the Pearson residuals' squares, by the residual degrees of freedom. */
  readonly dispersion: number;
  /** The same of the working residuals (y - mean) / mean: what R surveillance scales its standard errors by. */
  readonly workingDispersion: number;
  /** Rows less groups, less one for the line. */
  readonly df: number;
  /** Change of the log mean a step; 0 without a line. */
  readonly slope: number;
  /** Its standard error at dispersion one; infinite without a line. */
  readonly slopeError: number;
  /** Linear predictor at time 0 of group 0 (offset left out), and its standard error at dispersion one. */
  readonly linear: number;
  readonly linearError: number;
}

export interface GroupedPoisson {
  /** To be filled by the caller, `rows` entries each, before `fit`: counts, time from the present, group from 0, offset. */
  readonly y: Float64Array;
  readonly time: Float64Array;
  readonly group: Int32Array;
  readonly offset: Float64Array;
  /** Prior weights, to be filled too. */
  readonly weights: Float64Array;
  /** After `fit`: fitted means and leverages. */
  readonly mean: Float64Array;
  readonly leverage: Float64Array;
  /**
   * Fits the first `rows` rows. A group without any count has its maximum likelihood at mean 0: its rows stay in the degrees of freedom and out of
   * the iterations.
   *
   * @returns null where the iterations do not settle, no degree of freedom is left, or group 0 has no count
   */
  fit(rows: number, line: boolean): GroupedFit | null;
}

/** As R's glm: at most so many iterations, ended when the deviance changes by less than this share of itself. */
const MOST_ITERATIONS = 25;
const SETTLED = 1e-8;

export function groupedPoisson(capacity: number, groups: number): GroupedPoisson {
  const y = new Float64Array(capacity);
  const time = new Float64Array(capacity);
  const group = new Int32Array(capacity);
  const offset = new Float64Array(capacity);
  const weights = new Float64Array(capacity);
  const mean = new Float64Array(capacity);
  const leverage = new Float64Array(capacity);
  const linear = new Float64Array(capacity);
  /** Prior weight times mean, as they were when the last normal equations were solved. */
  const working = new Float64Array(capacity);
  const logs = new Float64Array(capacity);
  // By group: weight, mean time, mean working response; count.
  const total = new Float64Array(groups);
  const centre = new Float64Array(groups);
  const level = new Float64Array(groups);
  const events = new Float64Array(groups);
  const sizes = new Int32Array(groups);

  /** Sums by group at the present means; returns the weighted spread of time within groups. */
  const sums = (rows: number): number => {
    total.fill(0);
    centre.fill(0);
    level.fill(0);
    for (let i = 0; i < rows; i++) {
      const g = group[i] as number;
      if ((events[g] as number) === 0) continue;
      const mu = mean[i] as number;
      const w = (weights[i] as number) * mu;
      working[i] = w;
      total[g] = (total[g] as number) + w;
      centre[g] = (centre[g] as number) + w * (time[i] as number);
      level[g] = (level[g] as number) + w * ((linear[i] as number) - (offset[i] as number)) + (weights[i] as number) * ((y[i] as number) - mu);
    }
    for (let g = 0; g < groups; g++) {
      if ((events[g] as number) === 0) continue;
      centre[g] = (centre[g] as number) / (total[g] as number);
      level[g] = (level[g] as number) / (total[g] as number);
    }
    let spread = 0;
    for (let i = 0; i < rows; i++) {
      const g = group[i] as number;
      if ((events[g] as number) === 0) continue;
      const off = (time[i] as number) - (centre[g] as number);
      spread += (working[i] as number) * off * off;
    }
    return spread;
  };

  return {
    y,
    time,
    group,
    offset,
    weights,
    mean,
    leverage,
    fit(rows, line) {
      events.fill(0);
      sizes.fill(0);
      for (let i = 0; i < rows; i++) {
        const g = group[i] as number;
        events[g] = (events[g] as number) + (weights[i] as number) * (y[i] as number);
        sizes[g] = (sizes[g] as number) + 1;
      }
      let df = rows - (line ? 1 : 0);
      for (let g = 0; g < groups; g++) if ((sizes[g] as number) > 0) df--;
      if (df <= 0 || (events[0] as number) === 0) return null;
      for (let i = 0; i < rows; i++) {
        const count = y[i] as number;
        const known = (events[group[i] as number] as number) > 0;
        mean[i] = known ? count + 0.1 : 0;
        linear[i] = Math.log(count + 0.1);
        logs[i] = count > 0 ? Math.log(count) : 0;
      }

      let slope = 0;
      let spread = 0;
      let deviance = 0;
      for (let i = 0; i < rows; i++) {
        if ((events[group[i] as number] as number) === 0) continue;
        deviance += 2 * (weights[i] as number) * ((y[i] as number) * ((logs[i] as number) - (linear[i] as number)) + 0.1);
      }
      let settled = false;
      for (let iteration = 0; iteration < MOST_ITERATIONS && !settled; iteration++) {
        spread = sums(rows);
        if (line) {
          if (!(spread > 0)) return null;
          let product = 0;
          for (let i = 0; i < rows; i++) {
            const g = group[i] as number;
            if ((events[g] as number) === 0) continue;
            const mu = mean[i] as number;
            const response = (weights[i] as number) * (mu * ((linear[i] as number) - (offset[i] as number)) + (y[i] as number) - mu);
            product += ((time[i] as number) - (centre[g] as number)) * response;
          }
          slope = product / spread;
        }
        const before = deviance;
        deviance = 0;
        for (let i = 0; i < rows; i++) {
          const g = group[i] as number;
          if ((events[g] as number) === 0) continue;
          const eta = (level[g] as number) + slope * ((time[i] as number) - (centre[g] as number)) + (offset[i] as number);
          const mu = Math.exp(eta);
          const count = y[i] as number;
          linear[i] = eta;
          mean[i] = mu;
          deviance += (weights[i] as number) * (count * ((logs[i] as number) - eta) - (count - mu));
        }
        deviance *= 2;
        if (!Number.isFinite(deviance)) return null;
        settled = Math.abs(deviance - before) < SETTLED * (Math.abs(deviance) + 0.1);
      }
      if (!settled) return null;

      let pearson = 0;
      let squares = 0;
      for (let i = 0; i < rows; i++) {
        const g = group[i] as number;
        if ((events[g] as number) === 0) {
          leverage[i] = 1 / (sizes[g] as number);
          squares += weights[i] as number;
          continue;
        }
        const w = working[i] as number;
        const off = (time[i] as number) - (centre[g] as number);
        leverage[i] = w * (1 / (total[g] as number) + (line ? (off * off) / spread : 0));
        const residual = ((y[i] as number) - (mean[i] as number)) / (mean[i] as number);
        pearson += w * residual * residual;
        squares += (weights[i] as number) * residual * residual;
      }
      const back = -(centre[0] as number);
      return {
        dispersion: pearson / df,
        workingDispersion: squares / df,
        df,
        slope,
        slopeError: line ? Math.sqrt(1 / spread) : Number.POSITIVE_INFINITY,
        linear: (level[0] as number) + slope * back,
        linearError: Math.sqrt(1 / (total[0] as number) + (line ? (back * back) / spread : 0)),
      };
    },
  };
}
