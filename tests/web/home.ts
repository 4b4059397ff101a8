/**
 * A small data home for tests of the web: invented street and stop files, made here and delivered through the real door. It has what a page must
 * cope with: rows in quarantine, a code that is not in any list, a formula in a value, exact repeats, a corrected file, small counts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monthInt, monthText } from '../../src/reference/index.ts';
import { openHome } from '../../src/warehouse/index.ts';
import { deliverMany, type DeliverResult } from '../../src/warehouse/store/index.ts';

export interface SmallHome {
  readonly dir: string;
  /** The first batch, and the corrected file after it. */
  readonly results: readonly DeliverResult[];
  readonly remove: () => void;
}

/** Of the length that a home's key has. */
const KEY = Buffer.alloc(32, 'headwater');
const FIRST = '2025-08';
const MONTHS = 14;
const FORCE = 'Varrowshire Police';
const STREET = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
const STOP =
  'Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing';
const CRIMES = ['Violence and sexual offences', 'Burglary', 'Robbery', 'Possession of weapons', 'Shoplifting'];
const OUTCOMES = ['Investigation complete; no suspect identified', 'Unable to prosecute suspect', 'Local resolution', 'Status update unavailable'];
const AGES = ['10-17', '18-24', '25-34', 'over 34', ''];
const ETHNICITIES = [
  'White - English/Welsh/Scottish/Northern Irish/British',
  'Black/African/Caribbean/Black British - Caribbean',
  'Other ethnic group - Not stated',
];

export const FORMULA = '=HYPERLINK("http://example.invalid","x")';

/** `rows` records of one month; an offence number in every id, so that no two are the same. */
export function streetFile(month: string, rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const id = (at + 1).toString(16).padStart(8, '0').repeat(8);
    // Robbery is rare, so that some of its counts are small.
    const crime = at % 40 === 0 ? 'Robbery' : (CRIMES[at % 2] ?? '');
    return `${id},${month},${FORCE},${FORCE},-1.5,52.5,On or near Mill Lane,,,${crime},${OUTCOMES[at % OUTCOMES.length]},`;
  });
  return [STREET, ...lines, ''].join('\n');
}

function stopFile(month: string, rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const day = String((at % 28) + 1).padStart(2, '0');
    const time = `${String(at % 24).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00`;
    const power = at % 25 === 0 ? 'Criminal Justice and Public Order Act 1994 (section 60)' : 'Misuse of Drugs Act 1971 (section 23)';
    const linked = ['True', 'False', 'False', ''][at % 4];
    return `Person search,${month}-${day}T${time}+00:00,False,,,,Male,${AGES[at % AGES.length]},${ETHNICITIES[at % 3]},White,${power},Controlled drugs,A no further action disposal,${linked},False`;
  });
  return [STOP, ...lines, ''].join('\n');
}

export async function smallHome(): Promise<SmallHome> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-web-'));
  const files = join(dir, 'files');
  const home = openHome(join(dir, 'home'), { create: true });
  // Protection moves figures by it: a key of chance would give other figures in each run.
  writeFileSync(home.paths.secret, KEY, { mode: 0o600 });
  const write = (name: string, text: string): string => {
    const path = join(files, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const first = monthInt(FIRST) ?? 0;
  const months = Array.from({ length: MONTHS }, (_, step) => monthText(first + step));
  const street = months.map((month, step) => write(`${month}-varrowshire-street.csv`, streetFile(month, 220 + 6 * step)));
  const stop = months.map((month, step) => write(`${month}-varrowshire-stop-and-search.csv`, stopFile(month, 120 + step)));
  // The last street file has two rows without a month, a crime type that nobody knows, and one that is a formula.
  const last = months.at(-1) ?? FIRST;
  const odd = ['2025-13', FORMULA].map(
    (month, at) => `${'e'.repeat(63)}${at},"${month.replaceAll('"', '""')}",${FORCE},${FORCE},-1.5,52.5,On or near Mill Lane,,,Burglary,Local resolution,`,
  );
  const unknown = ['Piracy', FORMULA].map(
    (crime, at) => `${'d'.repeat(63)}${at},${last},${FORCE},${FORCE},-1.5,52.5,On or near Mill Lane,,,"${crime.replaceAll('"', '""')}",Local resolution,`,
  );
  const repeat = streetFile(last, 1).split('\n')[1] ?? '';
  const lines = [...streetFile(last, 300).trim().split('\n'), ...odd, ...unknown, repeat, ''];
  street.pop();
  street.push(write(`${last}-varrowshire-street.csv`, lines.join('\n')));

  const results = [
    await deliverMany(home, [
      { dataset: 'street', inputs: street },
      { dataset: 'stop', inputs: stop },
    ]),
    await deliverMany(home, [{ dataset: 'street', inputs: [write(`corrected/${months[0]}-varrowshire-street.csv`, streetFile(months[0] ?? FIRST, 230))] }]),
  ];
  return { dir: home.dir, results, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
