/** A fictional panel for the tests: 36 areas from 2019 to 2023, their force, the year they were first treated (null never), a covariate, and the outcome of each year. */
import type { StaggeredPanel } from './callaway-panel.ts';

const AREAS: readonly (readonly [area: string, force: number, first: number | null, x: number, outcome: readonly number[]])[] = [
  ['area 1', 0, null, 3.6, [29.5, 29.4, 26, 29.2, 25.1]],
  ['area 2', 1, 2023, 2, [24.3, 23.2, 23.8, 22.9, 18.7]],
  ['area 3', 2, 2021, 2.4, [31, 31.3, 30.2, 29.2, 24]],
  ['area 4', 3, 2023, 2.7, [23.5, 21.6, 22.4, 21.2, 17.5]],
  ['area 5', 4, null, 3.6, [32.3, 33.4, 29.9, 26.2, 26.4]],
  ['area 6', 5, 2021, 3.3, [24, 25.9, 20.9, 21.4, 21]],
  ['area 7', 6, null, 1.8, [33.6, 31, 30.1, 30, 31.2]],
  ['area 8', 7, 2023, 1.8, [28.9, 29.3, 27.8, 28.2, 23.1]],
  ['area 9', 8, null, 0.3, [16.6, 14.6, 17.2, 14.5, 15.1]],
  ['area 10', 9, null, 3.6, [24.4, 20.8, 19.9, 19.7, 18.7]],
  ['area 11', 10, 2022, 1.6, [29.5, 28.9, 28, 23.2, 21]],
  ['area 12', 11, null, -0.1, [24.7, 24, 23, 22.9, 20.9]],
  ['area 13', 0, 2021, 2.9, [35.5, 33.5, 31.1, 28.8, 25.9]],
  ['area 14', 1, 2022, 1.5, [25.3, 24.2, 21.8, 20.5, 18.8]],
  ['area 15', 2, 2021, 1.5, [26.8, 24.3, 22.6, 21.1, 19]],
  ['area 16', 3, 2023, 2.5, [25.3, 23.9, 21.1, 19.9, 19.2]],
  ['area 17', 4, null, 2.5, [27.7, 28.5, 30, 24.6, 26.3]],
  ['area 18', 5, null, 1.1, [26.1, 23, 25.3, 23.8, 25.5]],
  ['area 19', 6, null, 2.6, [27.1, 25.1, 23.1, 22.1, 22.6]],
  ['area 20', 7, 2021, 1.5, [31, 29.3, 26.1, 23.5, 23.7]],
  ['area 21', 8, null, 0.6, [17.9, 17.8, 19.8, 16.2, 19]],
  ['area 22', 9, 2022, 2.2, [23.5, 21, 20.7, 18.6, 14.8]],
  ['area 23', 10, 2023, 2.3, [26.8, 23.8, 25.8, 23.1, 21]],
  ['area 24', 11, null, 3.3, [30.9, 27, 25.7, 22.8, 23.5]],
  ['area 25', 0, 2022, 1.3, [18.8, 14.2, 15, 13.4, 11.5]],
  ['area 26', 1, null, 1.6, [23.9, 26.5, 22.7, 24, 21.2]],
  ['area 27', 2, null, 3.2, [23.9, 27, 24.4, 21.9, 21]],
  ['area 28', 3, 2022, 3.5, [34.4, 36.2, 34.4, 28.7, 25.6]],
  ['area 29', 4, 2022, 0.9, [28.2, 31.9, 29.6, 27.7, 24.6]],
  ['area 30', 5, 2023, 1.4, [20.8, 20.7, 19.2, 19.3, 15.3]],
  ['area 31', 6, 2021, 2.9, [26.3, 25.6, 21.2, 19.6, 17.8]],
  ['area 32', 7, null, 1.2, [15.3, 12.9, 12.1, 12.8, 10.7]],
  ['area 33', 8, null, 2, [22, 18.3, 19.4, 16.8, 13.9]],
  ['area 34', 9, null, 3.3, [21.9, 23.1, 20.3, 19, 17.8]],
  ['area 35', 10, 2022, 0.6, [18, 16.7, 14.9, 11.9, 11.8]],
  ['area 36', 11, 2022, 3.9, [29.1, 27.6, 28, 23, 22.2]],
];

const rows = AREAS.flatMap(([unit, force, first, x, outcome]) => outcome.map((y, k) => ({ unit, force, first, x, y, time: 2019 + k })));

export const fictional: StaggeredPanel = {
  unit: rows.map(({ unit }) => unit),
  time: rows.map(({ time }) => time),
  outcome: rows.map(({ y }) => y),
  firstTreated: rows.map(({ first }) => first),
};

export const covariate: readonly number[] = rows.map(({ x }) => x);
export const force: readonly number[] = rows.map((row) => row.force);
