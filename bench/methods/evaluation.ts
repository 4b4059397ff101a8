import { aggregateGroupTime, callawaySantAnna, type StaggeredPanel, type SyntheticPanel, syntheticSpacePlacebos } from '../../src/methods/evaluation/index.ts';
import { draws } from '../../src/methods/random/index.ts';
import { oraclesAbsent, readOracleText } from '../../src/methods/testing/oracles.ts';
import type { BenchCase } from './case.ts';

const MPDTA = 'did/mpdta.csv';
const SMOKING = 'synth/smoking_prop99.csv';
/** Says whether the published data or a seeded panel of their shape were worked on. */
const data = (file: string, name: string): string => (oraclesAbsent(file) ? `a seeded panel of the shape of ${name}` : name);

export const evaluationCases: readonly BenchCase[] = [
  {
    name: "Callaway-Sant'Anna, 1,000 bootstrap draws",
    size: `500 counties of 5 years, a covariate: ${data(MPDTA, 'mpdta')}`,
    wanted: 1,
    prepare() {
      const panel = oraclesAbsent(MPDTA) ? counties() : mpdta();
      const bootstrap = { seed: 1, draws: 1000 };
      return {
        run: () => {
          const effects = callawaySantAnna(panel, { bootstrap });
          return (['simple', 'dynamic', 'group', 'calendar'] as const).map((kind) => aggregateGroupTime(effects, kind, { bootstrap }));
        },
      };
    },
  },
  {
    name: '39 in-space placebos, outcome only',
    size: `39 states of 31 years: ${data(SMOKING, 'Proposition 99')}`,
    wanted: 2,
    prepare() {
      const panel = oraclesAbsent(SMOKING) ? states() : smoking();
      return { run: () => syntheticSpacePlacebos(panel, { treated: panel.unit[0] ?? 0, start: 1989 }) };
    },
  },
];

const lines = (file: string): string[][] =>
  readOracleText(file)
    .replaceAll('"', '')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

function mpdta(): StaggeredPanel {
  const rows = lines(MPDTA);
  const column = (j: number): number[] => rows.map((row) => Number(row[j]));
  return { time: column(0), unit: column(1), covariates: [column(2)], outcome: column(3), firstTreated: column(4).map((first) => first || null) };
}

function counties(): StaggeredPanel {
  const { normal } = draws(2003);
  const first = (i: number): number | null => (i < 20 ? 2004 : i < 60 ? 2006 : i < 191 ? 2007 : null);
  const units = Array.from({ length: 500 }, (_, i) => ({ unit: i, first: first(i), size: 3 + normal(), level: 5.7 + normal() }));
  const rows = units.flatMap((each) =>
    [2003, 2004, 2005, 2006, 2007].map((time) => ({
      ...each,
      time,
      y: each.level + each.size + 0.15 * normal() - (each.first !== null && time >= each.first ? 0.04 : 0),
    })),
  );
  return {
    unit: rows.map(({ unit }) => unit),
    time: rows.map(({ time }) => time),
    outcome: rows.map(({ y }) => y),
    firstTreated: rows.map((row) => row.first),
    covariates: [rows.map(({ size }) => size)],
  };
}

function smoking(): SyntheticPanel {
  const rows = lines(SMOKING);
  return { unit: rows.map((row) => row[0] ?? ''), time: rows.map((row) => Number(row[1])), outcome: rows.map((row) => Number(row[2])) };
}

function states(): SyntheticPanel {
  const { normal } = draws(1970);
  const shared = Array.from({ length: 31 }, (_, t) => 120 - 1.5 * Math.max(0, t - 8) + normal());
  const rows = Array.from({ length: 39 }, (_, unit) => {
    const [level, slope] = [10 * normal(), 0.3 * normal()];
    return shared.map((value, t) => ({ unit, time: 1970 + t, y: value + level + slope * t + 2 * normal() }));
  }).flat();
  return { unit: rows.map(({ unit }) => unit), time: rows.map(({ time }) => time), outcome: rows.map(({ y }) => y) };
}
