/** How much of a kernel lies within a rectangle. */
import { at } from '../check.ts';
import { normalUpperTail } from '../distributions/index.ts';

export interface Rectangle {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
}

/** Share of a Gaussian of standard deviation `h` about (x, y), a point of the rectangle, that lies in the rectangle: at least 1/4 of it where the sides exceed h. */
export function gaussianMass(x: number, y: number, h: number, { xMin, xMax, yMin, yMax }: Rectangle): number {
  return between((xMin - x) / h, (xMax - x) / h) * between((yMin - y) / h, (yMax - y) / h);
}

/** Standard normal between a <= 0 and b >= 0. Close to 0 the density is flat and subtracting tails would lose digits. */
function between(a: number, b: number): number {
  if (b - a < 1e-4) return ((b - a) * (1 - (a * a + a * b + b * b) / 6)) / Math.sqrt(2 * Math.PI);
  return 1 - normalUpperTail(-a) - normalUpperTail(b);
}

/** Nodes and weights of Gauss and Legendre on (-1, 1), found by Newton's method on the Legendre polynomial. */
function gaussLegendre(points: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const nodes = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let step = 0; step < 20; step++) {
      let [before, now] = [1, x];
      for (let degree = 2; degree <= points; degree++) [before, now] = [now, ((2 * degree - 1) * x * now - (degree - 1) * before) / degree];
      slope = (points * (x * now - before)) / (x * x - 1);
      x -= now / slope;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

const rule = gaussLegendre(24);

/**
 * Share of a quartic kernel of radius `h` about (x, y), a point of the rectangle, that lies in the rectangle. The kernel's integral from south to north is a
 * polynomial; from west to east it is a sum over pieces between the places where the circle crosses a side, each smooth (error below 1e-13).
 */
export function quarticMass(x: number, y: number, h: number, { xMin, xMax, yMin, yMax }: Rectangle): number {
  const west = Math.max(-1, (xMin - x) / h);
  const east = Math.min(1, (xMax - x) / h);
  const south = Math.max(-1, (yMin - y) / h);
  const north = Math.min(1, (yMax - y) / h);
  if (west === -1 && east === 1 && south === -1 && north === 1) return 1;
  const crossings = [Math.acos(-south), Math.acos(north)].flatMap((angle) => [-angle, angle]);
  const low = Math.asin(west);
  const high = Math.asin(east);
  const cuts = [low, ...crossings.filter((angle) => angle > low && angle < high).sort((a, b) => a - b), high];
  let mass = 0;
  for (let piece = 1; piece < cuts.length; piece++) {
    const middle = (at(cuts, piece) + at(cuts, piece - 1)) / 2;
    const half = (at(cuts, piece) - at(cuts, piece - 1)) / 2;
    for (let node = 0; node < rule.nodes.length; node++) {
      const angle = middle + half * at(rule.nodes, node);
      // With u the sine of the angle, the circle's edge is at plus and minus its cosine.
      const edge = Math.cos(angle);
      const q = edge * edge;
      mass += half * at(rule.weights, node) * edge * (column(q, Math.min(north, edge)) - column(q, Math.max(south, -edge)));
    }
  }
  return Math.min(1, (3 / Math.PI) * mass);
}

/** Integral of (q - v^2)^2 from 0 to v. */
function column(q: number, v: number): number {
  return v * (q * q - (2 / 3) * q * v * v + v ** 4 / 5);
}
