/**
 * A plan of deliveries in which the whole state of a home follows from the number of its last commit. Commit n replaces one of six months
 * of recorded crime and the same month of stops, both in one commit, with n more rows than the one before: whoever counts the rows
 * of a snapshot can tell at once if it is half of one commit and half of another.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliverRequest } from '../../src/warehouse/store/index.ts';

const MONTHS = 6;
const FEWEST = 20;

const monthOf = (n: number): string => `2019-0${1 + (n % MONTHS)}`;

/** Rows of a month after commit `sequence`, by month; stops have half as many. */
export function expectedRows(sequence: number): Record<string, number> {
  const rows: Record<string, number> = {};
  for (let n = Math.max(1, sequence - MONTHS + 1); n <= sequence; n++) rows[monthOf(n)] = FEWEST + n;
  return rows;
}

export const expectedStops = (rows: number): number => Math.floor(rows / 2);

/** Writes the files of commit `n` into `folder` and gives the requests that deliver them. */
export function filesOf(n: number, folder: string): DeliverRequest[] {
  mkdirSync(folder, { recursive: true });
  const month = monthOf(n);
  const rows = FEWEST + n;
  const crimes = Array.from(
    { length: rows },
    (_, i) => `${n}-${i},${month},Norfolk Constabulary,Norfolk Constabulary,0.1,52.1,On or near A Road,,,Burglary,Under investigation,`,
  );
  const stops = Array.from({ length: expectedStops(rows) }, (_, i) => {
    const time = `${month}-02T${String(i % 24).padStart(2, '0')}:${String(Math.floor(i / 24)).padStart(2, '0')}:00+00:00`;
    return `Person search,${time},False,,,,Male,18-24,White - Irish,White,Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,False`;
  });
  const street = join(folder, `${month}-norfolk-street.csv`);
  const stop = join(folder, `${month}-norfolk-stop-and-search.csv`);
  writeFileSync(street, [STREET_HEADER, ...crimes, ''].join('\n'));
  writeFileSync(stop, [STOP_HEADER, ...stops, ''].join('\n'));
  return [
    { dataset: 'street', inputs: [street] },
    { dataset: 'stop', inputs: [stop] },
  ];
}

const STREET_HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
const STOP_HEADER =
  'Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing';
