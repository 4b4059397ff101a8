/** Kernel density of points on a grid. */
import { at, each, entry, finite, nonNegative, positive, sized } from '../check.ts';
import { MethodError } from '../error.ts';
import { type Rectangle, gaussianMass, quarticMass } from './kernel-edge.ts';
import { numberingOfPairs } from './numbering.ts';

export type { Rectangle } from './kernel-edge.ts';

export interface KernelInput {
  /** Eastings and northings of the points. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** How many events each point stands for, zero or more; 1 unless given. */
  readonly weights?: ArrayLike<number>;
  /** Gaussian: its standard deviation. Quartic: the radius beyond which it is 0. Unit of the coordinates. */
  readonly bandwidth: number;
  /** `quartic` (default), as crime mapping has it, or `gaussian`. */
  readonly kernel?: 'quartic' | 'gaussian';
  /** Where the surface is wanted: eastings of the columns and northings of the rows, ascending (see {@link gridOver}). */
  readonly gridX: ArrayLike<number>;
  readonly gridY: ArrayLike<number>;
  /** `intensity` (default): events per unit of area. `density`: the same divided by all events, so that the whole plane holds 1. */
  readonly as?: 'intensity' | 'density';
  /**
   * `none` (default): events beyond the edge of the data are not known, so the surface falls off towards it. `uniform`: each cell divided by the share of
   * a kernel there that lies in `window` (right on average where the surface is flat). `jones-diggle`: each event's kernel scaled so that all of it lies
   * in `window` (keeps the number of events).
   */
  readonly edge?: 'none' | 'uniform' | 'jones-diggle';
  /** The rectangle for which all events are known; needed with an edge correction. */
  readonly window?: Rectangle;
}

export interface KernelSurface {
  readonly rows: number;
  readonly columns: number;
  /** Row by row from the south (the order of gridY), each from the west; per unit of area, so per square metre where coordinates are metres. */
  readonly z: Float64Array;
  /** Sum of the weights: the number of events. */
  readonly events: number;
}

/** The most cells that a grid may have. */
const GRID_CELL_LIMIT = 4_000_000;
/** The most products of points and cells within reach. */
const WORK_LIMIT = 2e10;

/**
 * Sum over points of a kernel at each cell's centre: quartic `3 / (pi h^2) (1 - (d/h)^2)^2` within h, Gaussian `exp(-d^2 / 2 h^2) / (2 pi h^2)`, at full
 * precision (the Gaussian is not cut off before it underflows).
 *
 * @throws MethodError `shape`, `not-a-number`, `negative` (weights), `not-positive` (bandwidth), `too-few` (no points), `no-information` (all weights 0), `inconsistent`
 *   (grid not ascending; edge correction without a window; a point or cell outside the window), `too-large` (grid, or points times cells)
 * @source Silverman (1986), Density Estimation, ch. 4 (quartic: equation 4.5); edges: Diggle (1985), Applied Statistics 34:138; Jones (1993), Statistics and Computing 3:135
 */
export function kernelDensity(input: KernelInput): KernelSurface {
  const { bandwidth, kernel = 'quartic', edge = 'none' } = input;
  const { xs, ys, weights, events } = merged(input);
  const h = positive('bandwidth', bandwidth);
  const gridX = ascending('gridX', input.gridX);
  const gridY = ascending('gridY', input.gridY);
  const columns = gridX.length;
  const rows = gridY.length;
  if (columns * rows > GRID_CELL_LIMIT)
    throw new MethodError('too-large', 'gridX', `makes ${columns} x ${rows} cells; at most ${GRID_CELL_LIMIT.toLocaleString('en-GB')}: use larger cells`);
  const window = edge === 'none' ? undefined : checkWindow(input.window, edge, { xs, ys, gridX, gridY });
  const massAt = (px: number, py: number): number => (window === undefined ? 1 : (kernel === 'gaussian' ? gaussianMass : quarticMass)(px, py, h, window));
  // The Gaussian underflows to nothing 39 standard deviations out.
  const reach = kernel === 'gaussian' ? 39 * h : h;
  checkWork(xs, ys, gridX, gridY, reach);
  const z = new Float64Array(rows * columns);
  const across = new Float64Array(columns);
  for (let e = 0; e < xs.length; e++) {
    const px = at(xs, e);
    const py = at(ys, e);
    const weight = at(weights, e) / (edge === 'jones-diggle' ? massAt(px, py) : 1);
    const west = firstFrom(gridX, px - reach);
    const east = firstFrom(gridX, px + reach);
    for (let c = west; c < east; c++) {
      const u = (at(gridX, c) - px) / h;
      across[c] = kernel === 'gaussian' ? weight * Math.exp((-u * u) / 2) : 1 - u * u;
    }
    for (let r = firstFrom(gridY, py - reach); r < rows; r++) {
      const v = (at(gridY, r) - py) / h;
      if (v * h > reach) break;
      const base = r * columns;
      if (kernel === 'gaussian') {
        const along = Math.exp((-v * v) / 2);
        for (let c = west; c < east; c++) z[base + c] = at(z, base + c) + at(across, c) * along;
      } else {
        const square = v * v;
        for (let c = west; c < east; c++) {
          const left = at(across, c) - square;
          if (left > 0) z[base + c] = at(z, base + c) + weight * left * left;
        }
      }
    }
  }
  const scale = (kernel === 'gaussian' ? 1 / 2 : 3) / Math.PI / h / h / (input.as === 'density' ? events : 1);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const cell = r * columns + c;
      z[cell] = (at(z, cell) * scale) / (edge === 'uniform' ? massAt(at(gridX, c), at(gridY, r)) : 1);
      finite('bandwidth', at(z, cell));
    }
  }
  return { rows, columns, z, events };
}

/** Points at the same place become one: published crime stands on a small number of map points. */
function merged(input: KernelInput): { xs: Float64Array; ys: Float64Array; weights: Float64Array; events: number } {
  const x = each('x', input.x, finite);
  const y = each('y', sized('y', input.y, x.length), finite);
  if (x.length === 0) throw new MethodError('too-few', 'x', 'there are no points');
  const given = input.weights === undefined ? undefined : each('weights', sized('weights', input.weights, x.length), nonNegative);
  const places = numberingOfPairs(x.length);
  const kept: number[] = [];
  const sums: number[] = [];
  let events = 0;
  for (let i = 0; i < x.length; i++) {
    const weight = given === undefined ? 1 : at(given, i);
    events += weight;
    if (weight === 0) continue;
    const place = places.numberOf(at(x, i), at(y, i));
    if (place === kept.length) {
      kept.push(i);
      sums.push(weight);
    } else sums[place] = entry(sums, place) + weight;
  }
  if (kept.length === 0) throw new MethodError('no-information', 'weights', 'are all 0: there are no events');
  finite('weights', events);
  return { xs: Float64Array.from(kept, (i) => at(x, i)), ys: Float64Array.from(kept, (i) => at(y, i)), weights: Float64Array.from(sums), events };
}

function ascending(argument: string, grid: ArrayLike<number>): Float64Array {
  if (grid.length === 0) throw new MethodError('too-few', argument, 'the grid has no cells');
  if (grid.length > GRID_CELL_LIMIT) throw new MethodError('too-large', argument, 'has too many cells');
  const checked = each(argument, grid, finite);
  for (let i = 1; i < checked.length; i++)
    if (at(checked, i) <= at(checked, i - 1)) throw new MethodError('inconsistent', `${argument}[${i}]`, 'the grid must ascend');
  return checked;
}

interface Places {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly gridX: Float64Array;
  readonly gridY: Float64Array;
}

function checkWindow(window: Rectangle | undefined, edge: string, { xs, ys, gridX, gridY }: Places): Rectangle {
  if (window === undefined) throw new MethodError('inconsistent', 'window', `the edge correction ${edge} needs the rectangle for which all events are known`);
  const { xMin, xMax, yMin, yMax } = window;
  if (!(finite('window.xMin', xMin) < finite('window.xMax', xMax))) throw new MethodError('inconsistent', 'window', 'xMin must be below xMax');
  if (!(finite('window.yMin', yMin) < finite('window.yMax', yMax))) throw new MethodError('inconsistent', 'window', 'yMin must be below yMax');
  const inside = (values: Float64Array, low: number, high: number): boolean => values.every((value) => value >= low && value <= high);
  if (!inside(xs, xMin, xMax) || !inside(ys, yMin, yMax)) throw new MethodError('inconsistent', 'window', 'an event lies outside the window');
  if (edge === 'uniform' && !(inside(gridX, xMin, xMax) && inside(gridY, yMin, yMax)))
    throw new MethodError('inconsistent', 'window', 'a cell lies outside the window');
  return window;
}

function checkWork(xs: Float64Array, ys: Float64Array, gridX: Float64Array, gridY: Float64Array, reach: number): void {
  let work = 0;
  for (let e = 0; e < xs.length; e++) {
    const wide = firstFrom(gridX, at(xs, e) + reach) - firstFrom(gridX, at(xs, e) - reach);
    const high = firstFrom(gridY, at(ys, e) + reach) - firstFrom(gridY, at(ys, e) - reach);
    work += wide * high;
  }
  if (work > WORK_LIMIT)
    throw new MethodError(
      'too-large',
      'gridX',
      `${xs.length} points times the cells within reach make ${work.toExponential(1)} steps; use larger cells, a smaller bandwidth or the quartic kernel`,
    );
}

/** The first place of an ascending grid at or past a value. */
function firstFrom(grid: Float64Array, value: number): number {
  let low = 0;
  let high = grid.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(grid, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Centres of square cells that cover a rectangle from its south-west corner; the last row and column may stick out.
 *
 * @param cell side of a cell, unit of the coordinates
 * @throws MethodError `not-a-number`, `not-positive` (cell), `inconsistent` (corners), `too-large`
 */
export function gridOver(window: Rectangle, cell: number): { readonly gridX: Float64Array; readonly gridY: Float64Array } {
  positive('cell', cell);
  const line = (argument: string, low: number, high: number): Float64Array => {
    if (!(finite(`${argument}Max`, high) > finite(`${argument}Min`, low)))
      throw new MethodError('inconsistent', `${argument}Max`, `must be above ${argument}Min`);
    const cells = Math.max(1, Math.ceil((high - low) / cell - 1e-9));
    if (!(cells <= GRID_CELL_LIMIT)) throw new MethodError('too-large', 'cell', 'makes too many cells: use larger ones');
    return Float64Array.from({ length: cells }, (_, i) => low + (i + 0.5) * cell);
  };
  const gridX = line('x', window.xMin, window.xMax);
  const gridY = line('y', window.yMin, window.yMax);
  if (gridX.length * gridY.length > GRID_CELL_LIMIT) throw new MethodError('too-large', 'cell', 'makes too many cells: use larger ones');
  return { gridX, gridY };
}
