/**
 * Where to draw the lines: pairs above the upper one are linked, those below the lower one are not, those between go to people. All error rates here
 * are what the fitted model expects; a reviewed sample is what shows whether it is right.
 */
import { at, share } from '../check.ts';
import { MethodError } from '../error.ts';
import type { LinkageModel } from './fellegi-sunter.ts';
import { type AgreementPatterns, checkPatterns } from './patterns.ts';
import { matchProbability, patternWeights } from './weights.ts';

/** Sums taken in another order differ by this much; a tolerance of 1 must take every pair all the same. */
const ROUNDING = 1 + 1e-12;

export interface BandOptions {
  /** Tolerated share of false matches; default 0.01. */
  readonly falseMatches?: number;
  /** ... of the links (default: 1 - precision), or of all pairs that are no match (Fellegi and Sunter's mu). */
  readonly falseMatchesOf?: 'links' | 'non-matches';
  /** Tolerated share of the true matches that fall below the lower line without review (Fellegi and Sunter's lambda); default 0.05. */
  readonly missedMatches?: number;
}

export interface LinkageBand {
  readonly pairs: number;
  /** Expected true matches among them. */
  readonly matches: number;
  /** Expected pairs that are no match. */
  readonly nonMatches: number;
}

export interface LinkageBands {
  /** Link at this weight and above; null when no pattern can be linked within the tolerance. */
  readonly upper: number | null;
  /** Do not link below this weight (and review from here up to `upper`); null when no pattern can be turned down within the tolerance. */
  readonly lower: number | null;
  readonly links: LinkageBand;
  readonly review: LinkageBand;
  readonly nonLinks: LinkageBand;
  /** Expected share of the links that are false; null without links. */
  readonly falseMatchShare: number | null;
  /** Expected share of pairs that are no match but are linked (mu); null when no such pair is expected. */
  readonly falseMatchRate: number | null;
  /** Expected share of matches below the lower line (lambda); null when no match is expected. */
  readonly missedMatchRate: number | null;
}

/**
 * The lines between link, clerical review and non-link: the widest bands of links and non-links that keep within both tolerated error rates, so that the
 * fewest pairs go to review (Fellegi and Sunter's optimal rule, without its coin toss at the border: patterns of the same weight
 * stay together, and the rates stay at or below what is tolerated). Where both bands could take a pattern, the likelier one does.
 *
 * @throws MethodError `out-of-range`, `shape`, `no-information` (no pairs); as `patternWeights`
 * @source Fellegi and Sunter (1969), JASA 64:1183, theorem 1
 */
export function linkageBands(patterns: AgreementPatterns, model: LinkageModel, options: BandOptions = {}): LinkageBands {
  const tolerated = share('falseMatches', options.falseMatches ?? 0.01);
  const missed = share('missedMatches', options.missedMatches ?? 0.05);
  const steps = ladder(patterns, model);
  const all = total(steps, 0, steps.length);
  const ofLinks = (options.falseMatchesOf ?? 'links') === 'links';

  let up = 0;
  let [pairs, nonMatches] = [0, 0];
  for (const step of steps) {
    pairs += step.pairs;
    nonMatches += step.nonMatches;
    if (nonMatches > tolerated * (ofLinks ? pairs : all.nonMatches) * ROUNDING) break;
    up++;
  }
  let down = steps.length;
  let matches = 0;
  while (down > 0) {
    matches += steps[down - 1]?.matches ?? 0;
    if (matches > missed * all.matches * ROUNDING) break;
    down--;
  }
  if (down < up) {
    // Either band could have the patterns from `down` to `up`: the line goes where a match becomes likelier than not.
    let line = down;
    while (line < up && (steps[line]?.matches ?? 0) >= (steps[line]?.nonMatches ?? 0)) line++;
    up = line;
    down = line;
  }
  const links = total(steps, 0, up);
  const nonLinks = total(steps, down, steps.length);
  return {
    upper: up === 0 ? null : (steps[up - 1]?.weight ?? null),
    lower: down === steps.length ? null : (steps[down - 1]?.weight ?? aboveAll(steps)),
    links,
    review: total(steps, up, down),
    nonLinks,
    falseMatchShare: links.pairs === 0 ? null : links.nonMatches / links.pairs,
    falseMatchRate: all.nonMatches === 0 ? null : links.nonMatches / all.nonMatches,
    missedMatchRate: all.matches === 0 ? null : nonLinks.matches / all.matches,
  };
}

/** When every pattern is turned down, the line is above the highest weight. */
const aboveAll = (steps: readonly Step[]): number => (steps[0]?.weight ?? 0) + 1;

export interface ThresholdQuality {
  /** Linking every pair of this weight and above ... */
  readonly threshold: number;
  readonly links: number;
  /** ... finds so many matches, as the model expects, ... */
  readonly matches: number;
  /** ... of which this share of the links is right, ... */
  readonly precision: number;
  /** ... and this share of the matches among the candidate pairs is found (null when none is expected). Matches that blocking never put side by side are not known here. */
  readonly recall: number | null;
}

/**
 * Expected precision and recall of linking at every possible threshold, from the highest weight down.
 *
 * @throws as {@link linkageBands}
 * @source precision and recall are sums of the match probabilities; Blakely and Salmond (2002), Int. J. Epidemiol. 31:1246 for the use
 */
export function linkageQuality(patterns: AgreementPatterns, model: LinkageModel): ThresholdQuality[] {
  const steps = ladder(patterns, model);
  const all = steps.reduce((sum, step) => sum + step.matches, 0);
  let links = 0;
  let matches = 0;
  return steps.map((step) => {
    links += step.pairs;
    matches += step.matches;
    return { threshold: step.weight, links, matches, precision: Math.min(1, matches / links), recall: all === 0 ? null : Math.min(1, matches / all) };
  });
}

interface Step extends LinkageBand {
  readonly weight: number;
}

/** Patterns of the same weight together, from the highest weight down; patterns that no pair has are left out. */
function ladder(patterns: AgreementPatterns, model: LinkageModel): Step[] {
  const size = checkPatterns(patterns);
  const { weights, posterior } = patternWeights(patterns, model);
  const steps = new Map<number, { weight: number; pairs: number; matches: number; nonMatches: number }>();
  for (let p = 0; p < size; p++) {
    const pairs = at(patterns.counts, p);
    if (!(pairs >= 0) || pairs === Number.POSITIVE_INFINITY) {
      throw new MethodError(pairs < 0 ? 'negative' : 'not-a-number', `counts[${p}]`, `must be a number of pairs, and is ${pairs}`);
    }
    if (pairs === 0) continue;
    const weight = at(weights, p);
    // Sums of the same weights in another order differ in the last digits: they are one step, and its line is the lowest of them.
    const near = Math.round(weight * 1e9);
    const step = steps.get(near) ?? { weight, pairs: 0, matches: 0, nonMatches: 0 };
    const probability = at(posterior, p);
    step.weight = Math.min(step.weight, weight);
    step.pairs += pairs;
    step.matches += pairs * probability;
    // Not 1 less the other: among the surest links the share that is false would lose its digits.
    step.nonMatches += pairs * matchProbability(-weight, 1 - model.lambda);
    steps.set(near, step);
  }
  if (steps.size === 0) throw new MethodError('no-information', 'counts', 'there are no pairs');
  return [...steps.values()].sort((a, b) => b.weight - a.weight);
}

function total(steps: readonly Step[], from: number, to: number): LinkageBand {
  let pairs = 0;
  let matches = 0;
  let nonMatches = 0;
  for (let i = from; i < to; i++) {
    pairs += steps[i]?.pairs ?? 0;
    matches += steps[i]?.matches ?? 0;
    nonMatches += steps[i]?.nonMatches ?? 0;
  }
  return { pairs, matches, nonMatches };
}
