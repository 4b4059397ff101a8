/** The parts of jstat that are used; the package has no types of its own. */
declare module 'jstat' {
  const jstat: {
    readonly jStat: {
      readonly normal: { inv(p: number, mean: number, sd: number): number };
      readonly chisquare: { inv(p: number, df: number): number };
      gammaln(x: number): number;
    };
  };
  export default jstat;
}
