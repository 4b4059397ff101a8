// Mutants that change nothing that can be seen, each with its reason. Known by the line's text, so that they are found again when lines move.
export const EQUIVALENT = [];
