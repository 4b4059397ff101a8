/** The parts of cephes that are used; the package's own types are not found through its export map. */
declare module 'cephes' {
  /** Settled when the WebAssembly is ready: nothing else may be called before. */
  export const compiled: Promise<void>;
  export function erfc(x: number): number;
  export function lgam(x: number): number;
  export function ndtri(lower: number): number;
  export function psi(x: number): number;
  /** Hurwitz's zeta: the sum over k >= 0 of (k + q)^-x. */
  export function zeta(x: number, q: number): number;
}
