/** The atoms in memory: about 16 bytes each, some 700,000 for the whole country over twelve years, read once a file. */
import type { Session } from '../engine/index.ts';
import { type Cube, spans } from './cube.ts';
import { type BaseColumn, FACTS, type FactDataset } from './dimensions.ts';

/** By force, month and kind; and by district too. */
export type Atoms = readonly [Cube, Cube];

const MOST_ATOMS = 5_000_000;

export async function loadAtoms(session: Session, dataset: FactDataset): Promise<Atoms> {
  return [await loadLevel(session, dataset, 0), await loadLevel(session, dataset, 1)];
}

async function loadLevel(session: Session, dataset: FactDataset, level: 0 | 1): Promise<Cube> {
  const fact = FACTS[dataset];
  const table = await session.run(
    `SELECT force, district, month, kind, n, v FROM ${session.alias(dataset)}${fact.atoms} WHERE level = ${level} ORDER BY force`,
    [],
    {
      maxRows: MOST_ATOMS,
    },
  );
  const force = Uint8Array.from(table.numbers('force'));
  const columns = new Map<BaseColumn, Uint8Array | Uint16Array>([
    ['force', force],
    ['month', Uint16Array.from(table.numbers('month'))],
    [fact.kind, Uint8Array.from(table.numbers('kind'))],
  ]);
  if (level === 1) columns.set('district', Uint16Array.from(table.numbers('district')));
  return { columns, n: Uint32Array.from(table.numbers('n')), v: Int32Array.from(table.numbers('v')), ...spans(force), atoms: true, byMonth: false };
}
