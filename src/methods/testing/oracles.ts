/** Reference results that live beside the repository and not in it; tests that need them skip, saying so, where they are absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../../shared/oracles');

/** `skip` for node:test: false when the folder is there, else the reason. */
export function oraclesAbsent(name: string): string | false {
  return existsSync(join(folder, name)) ? false : `the reference results ../shared/oracles/${name} are not here`;
}

export function readOracle(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

export function readOracleText(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
