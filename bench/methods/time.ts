/** Speeds of the methods for series. */
import { farringtonFlexible, pelt, stl } from '../../src/methods/time/index.ts';
import { draws } from '../../src/methods/random/index.ts';
import type { BenchCase } from './case.ts';

/** A Poisson count; mean up to a few hundred. */
function poisson(random: ReturnType<typeof draws>, mean: number): number {
  let n = 0;
  for (let left = mean; left > 0; left -= 20) {
    const floor = Math.exp(-Math.min(20, left));
    for (let product = random.uniform(); product > floor; product *= random.uniform()) n++;
  }
  return n;
}

/** Seasonal, slowly growing counts about a level that differs from series to series. */
function countsOf(seed: number, series: number, length: number, period: number): Float64Array[] {
  const random = draws(seed);
  return Array.from({ length: series }, () => {
    const level = Math.exp(3 * random.uniform());
    return Float64Array.from({ length }, (_, t) => poisson(random, level * Math.exp(0.5 * Math.sin((2 * Math.PI * t) / period) + t / (4 * length))));
  });
}

const stlCase = (name: string, robust: boolean): BenchCase => ({
  name,
  size: '1,000 monthly series of 20 years',
  wanted: 1,
  prepare() {
    const series = countsOf(1, 1000, 240, 12);
    return { run: () => series.reduce((sum, y) => sum + (stl(y, { period: 12, seasonalWindow: 7, robust }).trend[239] ?? 0), 0) };
  },
});

const farringtonCase = (name: string, threshold: 'nb-plugin' | 'delta'): BenchCase => ({
  name,
  size: 'the latest 13 weeks of each of 1,000 series of 312 weeks',
  wanted: 15,
  prepare() {
    const series = countsOf(2, 1000, 312, 52);
    return {
      run: () =>
        series.reduce((alarms, y) => alarms + farringtonFlexible(y, { last: 13, years: 5, threshold }).reduce((n, step) => n + (step.alarm ? 1 : 0), 0), 0),
    };
  },
});

export const timeCases: readonly BenchCase[] = [
  stlCase('STL', false),
  stlCase('STL, robust', true),
  farringtonCase('Farrington Flexible', 'nb-plugin'),
  farringtonCase('Farrington Flexible, delta threshold', 'delta'),
  {
    name: 'PELT, Poisson',
    size: '1,000 monthly series of 20 years',
    wanted: 5,
    prepare() {
      const series = countsOf(3, 1000, 240, 12);
      return { run: () => series.reduce((sum, y) => sum + pelt(y, { change: 'poisson' }).changepoints.length, 0) };
    },
  },
];
