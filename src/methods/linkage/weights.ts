import { at, count, positive, share } from '../check.ts';
import { MethodError } from '../error.ts';
import { flatTable, type LinkageModel } from './fellegi-sunter.ts';
import { MISSING_LEVEL } from './level.ts';
import { type AgreementPatterns, checkPatterns } from './patterns.ts';

/** A probability of 0 means "never seen among so many", not "impossible": in weights it counts as this, so that no single field decides all. */
const RAREST = 1e-9;

/**
 * Match weight of every level of every field: log2(m / u). +10 means that the level is 1,024 times as likely among matches.
 *
 * @param model m and u as `fitFellegiSunter` gives them
 * @returns one list for each field; 0 for a level that neither class ever has; never beyond ±29.9 (see {@link RAREST})
 * @throws MethodError `shape`, `out-of-range`, `inconsistent` (a field's probabilities do not add to 1)
 * @source Fellegi and Sunter (1969); Newcombe et al. (1959), Science 130:954
 */
export function matchWeights(model: Pick<LinkageModel, 'm' | 'u'>): number[][] {
  const levels = model.m.map((row) => row.length);
  flatTable('m', model.m, levels);
  flatTable('u', model.u, levels);
  return model.m.map((row, f) => row.map((m, level) => ratio(m, at(model.u[f] ?? [], level))));
}

function ratio(m: number, u: number): number {
  return m === 0 && u === 0 ? 0 : Math.log2(Math.max(m, RAREST)) - Math.log2(Math.max(u, RAREST));
}

export interface PatternWeights {
  /** Sum of the fields' match weights; a missing comparison adds nothing. */
  readonly weights: Float64Array;
  /** Probability that a pair of the pattern is a match, at the model's lambda. */
  readonly posterior: Float64Array;
}

/**
 * Weight and match probability of every agreement pattern. For pairs, look them up by the pattern of the pair: `weights[patternOf[i]]`.
 *
 * @throws MethodError `shape`, `out-of-range`, `inconsistent`
 * @source Fellegi and Sunter (1969); probability = 1 / (1 + (1 - lambda) / (lambda 2^weight))
 */
export function patternWeights(patterns: AgreementPatterns, model: LinkageModel): PatternWeights {
  const size = checkPatterns(patterns);
  const fields = patterns.levels.length;
  flatTable('m', model.m, patterns.levels);
  flatTable('u', model.u, patterns.levels);
  const byField = matchWeights(model);
  const weights = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    let sum = 0;
    for (let f = 0; f < fields; f++) {
      const level = patterns.vectors[p * fields + f] as number;
      if (level !== MISSING_LEVEL) sum += at(byField[f] ?? [], level);
    }
    weights[p] = sum;
  }
  share('lambda', model.lambda);
  return { weights, posterior: weights.map((weight) => matchProbability(weight, model.lambda)) };
}

/**
 * Probability that a pair is a match, from its weight.
 *
 * @param weight log2 of the likelihood ratio; @param lambda share of matches among the pairs, 0 to 1
 * @throws MethodError `not-a-number`, `out-of-range`
 */
export function matchProbability(weight: number, lambda: number): number {
  if (Number.isNaN(weight)) throw new MethodError('not-a-number', 'weight', 'must be a number');
  share('lambda', lambda);
  if (lambda === 0 || lambda === 1) return lambda;
  return 1 / (1 + ((1 - lambda) / lambda) * 2 ** -weight);
}

/**
 * What agreement on a particular value is worth more, or less, than agreement on the field at large: two people called Zephyrine are likelier to be one person
 * than two called Smith. Add it to the pair's weight where the field agrees exactly.
 *
 * @param valueCount records that have the value, at least 1; @param records records with a value in the field, at least `valueCount`
 * @param u probability that the field agrees exactly among pairs that are no match, above 0
 * @param strength 0 (no adjustment) to 1 (full, the default). Lower it where spellings vary or counts are small
 * @returns log2(u / (valueCount / records)) x strength
 * @throws MethodError `not-whole`, `out-of-range`, `not-positive`
 * @source Winkler (2000), Frequency-based matching in Fellegi-Sunter model; as Splink's term-frequency adjustment
 */
export function termFrequencyWeight(valueCount: number, records: number, u: number, strength = 1): number {
  count('valueCount', valueCount);
  positive('valueCount', valueCount);
  if (count('records', records) < valueCount)
    throw new MethodError('out-of-range', 'records', `must be at least the ${valueCount} that have the value, and is ${records}`);
  positive('u', share('u', u));
  return share('strength', strength) * Math.log2((u * records) / valueCount);
}

/**
 * EpiLink weights: a sum of similarities weighted by how telling each field is, between 0 and 1. Needs no fitting, so it is sturdier than EM where there are
 * few matches; it is no probability, and its threshold has to be found by review.
 *
 * @param vectors `pairs x fields` similarities from 0 to 1, row by row (0 for a missing comparison)
 * @param frequencies average frequency of each field's values: 1 / number of distinct values
 * @param errorRate share of values that are wrong, by field or one for all; default 0.01
 * @returns one weight for each pair, 0 to 1
 * @throws MethodError `shape`, `out-of-range`, `not-positive`
 * @source Contiero et al. (2005), Methods Inf. Med. 44:66
 */
export function epiWeights(vectors: ArrayLike<number>, frequencies: readonly number[], errorRate: number | readonly number[] = 0.01): Float64Array {
  const fields = frequencies.length;
  if (fields === 0) throw new MethodError('too-few', 'frequencies', 'must have at least one field');
  if (vectors.length === 0 || vectors.length % fields !== 0)
    throw new MethodError('shape', 'vectors', `must have ${fields} entries for every pair, and has ${vectors.length} in all`);
  if (typeof errorRate !== 'number' && errorRate.length !== fields)
    throw new MethodError('shape', 'errorRate', `must have ${fields} entries, and has ${errorRate.length}`);
  let sum = 0;
  const worth = Float64Array.from(frequencies, (frequency, f) => {
    positive(`frequencies[${f}]`, share(`frequencies[${f}]`, frequency));
    const error = share(`errorRate[${f}]`, typeof errorRate === 'number' ? errorRate : at(errorRate, f));
    if (1 - error <= frequency)
      throw new MethodError('out-of-range', `frequencies[${f}]`, `must be below 1 less the error rate, or agreement tells nothing, and is ${frequency}`);
    const weight = Math.log2((1 - error) / frequency);
    sum += weight;
    return weight;
  });
  const out = new Float64Array(vectors.length / fields);
  for (let pair = 0, i = 0; pair < out.length; pair++) {
    let weighted = 0;
    for (let f = 0; f < fields; f++, i++) weighted += share(`vectors[${i}]`, at(vectors, i)) * at(worth, f);
    out[pair] = weighted / sum;
  }
  return out;
}
