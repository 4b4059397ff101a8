/** The families: how mean, working weight and score follow from the linear predictor, and what a departure costs. Log link, logit for binomial, identity for gaussian. */
import { at } from '../check.ts';
import { halfDeviance, logBinomial, logNegativeBinomial, logPoisson } from '../distributions/index.ts';

export type GlmFamily = 'poisson' | 'quasi-poisson' | 'binomial' | 'gaussian' | { readonly negativeBinomial: number };

export interface FamilyWork {
  readonly link: 'log' | 'logit' | 'identity';
  /** Whether the dispersion is estimated (Pearson / degrees of freedom) and not 1. */
  readonly estimated: boolean;
  /** A mean to begin from. */
  readonly start: (y: number, weight: number) => number;
  /** Fills mean, working weight (expected information of the linear predictor) and score (derivative of the log-likelihood by it); gives the deviance. */
  readonly evaluate: (y: Float64Array, prior: Float64Array, eta: Float64Array, mean: Float64Array, weight: Float64Array, score: Float64Array) => number;
  /** Variance of an observation of weight one, at dispersion one. */
  readonly variance: (mean: number) => number;
  /** Log-likelihood; null for a quasi family, which has none. */
  readonly logLikelihood: (y: Float64Array, prior: Float64Array, mean: Float64Array, deviance: number) => number | null;
}

const poisson: FamilyWork = {
  link: 'log',
  estimated: false,
  start: (y) => y + 0.1,
  evaluate(y, prior, eta, mean, weight, score) {
    let deviance = 0;
    for (let i = 0; i < y.length; i++) {
      const w = at(prior, i);
      const m = Math.exp(at(eta, i));
      mean[i] = m;
      weight[i] = w * m;
      score[i] = w * (at(y, i) - m);
      if (w > 0) deviance += w * halfDeviance(at(y, i), m);
    }
    return 2 * deviance;
  },
  variance: (mean) => mean,
  logLikelihood: (y, prior, mean) => total(y, prior, mean, logPoisson),
};

const quasiPoisson: FamilyWork = { ...poisson, estimated: true, logLikelihood: () => null };

const gaussian: FamilyWork = {
  link: 'identity',
  estimated: true,
  start: (y) => y,
  evaluate(y, prior, eta, mean, weight, score) {
    let deviance = 0;
    for (let i = 0; i < y.length; i++) {
      const w = at(prior, i);
      const m = at(eta, i);
      const residual = at(y, i) - m;
      mean[i] = m;
      weight[i] = w;
      score[i] = w * residual;
      deviance += w * residual * residual;
    }
    return deviance;
  },
  variance: () => 1,
  // With the maximum-likelihood variance, deviance / n, as R.
  logLikelihood(_y, prior, _mean, deviance) {
    let n = 0;
    let logs = 0;
    for (const w of prior) {
      if (w === 0) continue;
      n++;
      logs += Math.log(w);
    }
    return deviance > 0 ? -0.5 * (n * (Math.log((2 * Math.PI * deviance) / n) + 1) - logs) : null;
  },
};

const binomial: FamilyWork = {
  link: 'logit',
  estimated: false,
  start: (y, weight) => (weight * y + 0.5) / (weight + 1),
  evaluate(y, prior, eta, mean, weight, score) {
    let deviance = 0;
    for (let i = 0; i < y.length; i++) {
      const w = at(prior, i);
      const linear = at(eta, i);
      const small = Math.exp(-Math.abs(linear));
      const other = small / (1 + small);
      const near = 1 / (1 + small);
      const m = linear >= 0 ? near : other;
      const rest = linear >= 0 ? other : near;
      const share = at(y, i);
      mean[i] = m;
      weight[i] = w * near * other;
      // Whichever difference keeps its digits.
      score[i] = linear >= 0 ? w * (rest - (1 - share)) : w * (share - m);
      if (w > 0) deviance += w * (halfDeviance(share, m) + halfDeviance(1 - share, rest));
    }
    return 2 * deviance;
  },
  variance: (mean) => mean * (1 - mean),
  logLikelihood: (y, prior, mean) =>
    // Divided by the trials because total() multiplies by them; the successes are made whole where division has spoilt that.
    total(y, prior, mean, (share, m, trials) => {
      const successes = share * trials;
      const whole = Math.round(successes);
      return logBinomial(Math.abs(successes - whole) < 1e-9 * trials ? whole : successes, trials, m) / trials;
    }),
};

function negativeBinomial(theta: number): FamilyWork {
  return {
    link: 'log',
    estimated: false,
    start: (y) => (y === 0 ? 1 / 6 : y),
    evaluate(y, prior, eta, mean, weight, score) {
      let deviance = 0;
      for (let i = 0; i < y.length; i++) {
        const w = at(prior, i);
        const m = Math.exp(at(eta, i));
        const shrunk = w / (1 + m / theta);
        mean[i] = m;
        weight[i] = shrunk * m;
        score[i] = shrunk * (at(y, i) - m);
        if (w > 0) deviance += w * (halfDeviance(at(y, i), m) - halfDeviance(at(y, i) + theta, m + theta));
      }
      return 2 * deviance;
    },
    variance: (mean) => mean + (mean * mean) / theta,
    logLikelihood: (y, prior, mean) => total(y, prior, mean, (count, m) => logNegativeBinomial(count, theta, m)),
  };
}

function total(y: Float64Array, prior: Float64Array, mean: Float64Array, each: (y: number, mean: number, weight: number) => number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const w = at(prior, i);
    if (w > 0) sum += w * each(at(y, i), at(mean, i), w);
  }
  return sum;
}

export function familyWork(family: GlmFamily): FamilyWork {
  if (typeof family === 'object') return negativeBinomial(family.negativeBinomial);
  return { poisson, 'quasi-poisson': quasiPoisson, gaussian, binomial }[family];
}
