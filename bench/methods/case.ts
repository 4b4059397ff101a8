/** One line of `npm run bench:methods`. */
export interface BenchCase {
  readonly name: string;
  /** What was worked on, such as `1,000 series of 312 weeks`. */
  readonly size: string;
  /** The median wanted on one core, in seconds. */
  readonly wanted: number;
  /** Makes the data (untimed) and gives what is timed. The result is read, so that nothing is optimised away. */
  readonly prepare: () => { readonly run: () => unknown; readonly peer?: { readonly name: string; readonly run: () => unknown } };
}
