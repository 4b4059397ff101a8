/** What the tests of this section share. */
import type { AreaRings } from './contiguity.ts';

/** A board of squares with side 1, numbered row by row. */
export const board = (rows: number, columns: number): AreaRings[] =>
  Array.from({ length: rows * columns }, (_, i) => {
    const [r, c] = [Math.floor(i / columns), i % columns];
    return [
      [
        [c, r],
        [c + 1, r],
        [c + 1, r + 1],
        [c, r + 1],
        [c, r],
      ],
    ];
  });

/** Ten fictional areas; R spdep 1.2-7 `nb2listw(style = "S")` gives 0.440588056361781 for those with two neighbours and 0.359738641616986 for those with three. */
export const TEN = [
  [1, 2],
  [0, 3],
  [0, 3, 4],
  [1, 2, 5],
  [2, 5, 6],
  [3, 4, 7],
  [4, 7, 8],
  [5, 6, 9],
  [6, 9],
  [7, 8],
];
