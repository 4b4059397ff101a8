/** The frame of a snapshot in memory: areas by index, with parents and names. Loaded once a frame file. */
import { areaCode } from '../../reference/index.ts';
import type { Session } from '../engine/index.ts';
import type { Table } from '../engine/table.ts';

export interface AreaTable {
  /** Position is the index used by the facts; 0 is "not known". */
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly byCode: ReadonlyMap<string, readonly number[]>;
}

export interface Frame {
  readonly csp: AreaTable & { readonly force: Uint8Array };
  readonly district: AreaTable & { readonly csp: Uint16Array; readonly force: Uint8Array };
  readonly ward: AreaTable & { readonly district: Uint16Array };
  readonly lsoa: AreaTable & {
    readonly district: Uint16Array;
    readonly ward: Uint16Array;
    readonly decile: Uint8Array;
    readonly to21: Uint32Array;
    /** Highest index of the 2011 edition: above it are 2021 areas. */
    readonly last2011: number;
  };
  readonly notes: readonly string[];
}

interface RawArea {
  readonly idx: ArrayLike<number>;
  readonly code: ArrayLike<number>;
  readonly name: readonly (string | null)[];
}

function areaTable(raw: RawArea): AreaTable {
  const codes: string[] = ['unknown'];
  const names: string[] = ['Not located'];
  const byCode = new Map<string, number[]>([['unknown', [0]]]);
  for (let row = 0; row < raw.idx.length; row++) {
    const index = raw.idx[row] as number;
    const code = areaCode(raw.code[row] as number);
    codes[index] = code;
    names[index] = raw.name[row] ?? code;
    const held = byCode.get(code);
    if (held) held.push(index);
    else byCode.set(code, [index]);
  }
  return { codes, names, byCode };
}

function spread<T extends Uint8Array | Uint16Array | Uint32Array>(
  make: (size: number) => T,
  idx: ArrayLike<number>,
  values: ArrayLike<number>,
  size: number,
): T {
  const out = make(size);
  for (let row = 0; row < idx.length; row++) out[idx[row] as number] = values[row] as number;
  return out;
}

/** @returns undefined when the snapshot has no frame: no area data have been delivered. */
export async function loadFrame(session: Session): Promise<Frame | undefined> {
  const alias = session.alias('frame');
  if (alias === undefined) return undefined;
  const table = (name: string, columns: string) => session.run(`SELECT ${columns} FROM ${alias}${name} ORDER BY idx`);
  const raw = (result: Table): RawArea => ({ idx: result.numbers('idx'), code: result.numbers('code'), name: result.texts('name') });
  const csp = await table('csp', 'idx, code, name, force');
  const district = await table('district', 'idx, code, name, csp, force');
  const ward = await table('ward', 'idx, code, name, district');
  const lsoa = await table('lsoa', 'idx, code, name, vintage, district, ward, decile, to21');
  const notes = await session.run(`SELECT text FROM ${alias}frame_note`);
  const grow = (area: AreaTable) => area.codes.length;
  const cspArea = areaTable(raw(csp));
  const districtArea = areaTable(raw(district));
  const wardArea = areaTable(raw(ward));
  const lsoaArea = areaTable(raw(lsoa));
  const lsoaIdx = lsoa.numbers('idx');
  const vintages = lsoa.numbers('vintage');
  let last2011 = 0;
  for (let row = 0; row < lsoaIdx.length; row++) if (vintages[row] === 2011) last2011 = Math.max(last2011, lsoaIdx[row] as number);
  const bytes = (size: number) => new Uint8Array(size);
  const shorts = (size: number) => new Uint16Array(size);
  return {
    csp: { ...cspArea, force: spread(bytes, csp.numbers('idx'), csp.numbers('force'), grow(cspArea)) },
    district: {
      ...districtArea,
      csp: spread(shorts, district.numbers('idx'), district.numbers('csp'), grow(districtArea)),
      force: spread(bytes, district.numbers('idx'), district.numbers('force'), grow(districtArea)),
    },
    ward: { ...wardArea, district: spread(shorts, ward.numbers('idx'), ward.numbers('district'), grow(wardArea)) },
    lsoa: {
      ...lsoaArea,
      district: spread(shorts, lsoaIdx, lsoa.numbers('district'), grow(lsoaArea)),
      ward: spread(shorts, lsoaIdx, lsoa.numbers('ward'), grow(lsoaArea)),
      decile: spread(bytes, lsoaIdx, lsoa.numbers('decile'), grow(lsoaArea)),
      to21: spread((size) => new Uint32Array(size), lsoaIdx, lsoa.numbers('to21'), grow(lsoaArea)),
      last2011,
    },
    notes: notes.texts('text').filter((text) => text !== null),
  };
}
