/** The quarantine file: `line,text,field,value,rule,reason`, gzipped. Written only when a row is quarantined, in a second pass over the file. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { FieldNote } from '../manifest.ts';
import type { Database } from './database.ts';
import { bigOf, numberOf } from './database.ts';
import { LIMITS } from './limits.ts';
import { malformation } from './mend.ts';
import { csvLine, readRecords } from './records.ts';
import type { Rule } from './rules.ts';

/** A value that a spreadsheet would run as a formula is made text (OWASP, CSV injection). */
export function guard(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

/** The rule that is given for a row: the first of those it breaks. */
export function firstRule(rules: readonly Rule[], issues: bigint): Rule | undefined {
  return rules.find((rule) => rule.level === 'spoil' && ((issues >> BigInt(rule.bit)) & 1n) === 1n);
}

function offending(rule: Rule, fields: readonly string[]): string {
  const values = rule.positions.map((position) => fields[position] ?? '');
  if (values.length === 1) return values[0] ?? '';
  const odd = rule.rule === 'format' && rule.positions.length > 3 ? values.find((value) => value.trim() !== '' && !/^\s*\d+\s*$/.test(value)) : undefined;
  return odd ?? values.slice(0, 4).join(' · ');
}

/** Adds to the notes, one a field, rule and reason. */
export function tally(notes: Map<string, FieldNote>, note: Omit<FieldNote, 'count'>, count: number): void {
  const key = JSON.stringify([note.field, note.rule, note.reason]);
  notes.set(key, { ...note, count: (notes.get(key)?.count ?? 0) + count });
}

export interface QuarantineJob {
  readonly db: Database;
  readonly from: string;
  readonly to: string;
  readonly columns: number;
  readonly delimiter: string;
  readonly rules: readonly Rule[];
  /** SQL that gives `ordinal` (of well-formed records, from 0) and `issues` of every spoiled row, in order. */
  readonly spoiled: string;
}

export interface Quarantined {
  readonly rows: number;
  readonly notes: readonly FieldNote[];
}

/** Walks the file once beside the sorted list of spoiled rows; neither is held in memory. */
export async function writeQuarantine(job: QuarantineJob): Promise<Quarantined> {
  const notes = new Map<string, FieldNote>();
  let rows = 0;
  const { db, spoiled, rules, columns } = job;
  async function* marks(): AsyncGenerator<{ ordinal: number; issues: bigint }> {
    for await (const piece of db.stream(spoiled)) for (const row of piece) yield { ordinal: numberOf(row['ordinal']), issues: bigOf(row['issues']) };
  }
  async function* lines(): AsyncGenerator<string> {
    yield csvLine(['line', 'text', 'field', 'value', 'rule', 'reason']);
    const wanted = marks();
    let next = await wanted.next();
    let ordinal = -2;
    let header = true;
    for await (const record of readRecords(job.from, { delimiter: job.delimiter, columns })) {
      if (header) {
        header = false;
        ordinal = -1;
        continue;
      }
      const wrong = malformation(record, columns);
      let row: readonly [string, string, string, string] | undefined;
      if (wrong) row = ['Row', '', wrong.rule, wrong.reason];
      else {
        ordinal++;
        if (next.done || next.value.ordinal !== ordinal) continue;
        const { issues } = next.value;
        const rule = firstRule(rules, issues);
        const others = rules.filter((one) => one !== rule && one.level === 'spoil' && ((issues >> BigInt(one.bit)) & 1n) === 1n);
        const also = others.map((one) => `${one.field}: ${one.reason}`).join('; ');
        row = [
          rule?.field ?? 'Row',
          rule ? offending(rule, record.fields) : '',
          rule?.rule ?? '',
          `${rule?.reason ?? ''}${also === '' ? '' : ` (also ${also})`}`,
        ];
        next = await wanted.next();
        if (rule) tally(notes, { field: rule.field, rule: rule.rule, reason: rule.reason }, 1);
      }
      if (wrong) tally(notes, { field: 'Row', rule: wrong.rule, reason: wrong.reason }, 1);
      rows++;
      const text = record.text.length > LIMITS.text ? `${record.text.slice(0, LIMITS.text)}…` : record.text;
      yield csvLine([String(record.line), guard(text), row[0], guard(row[1].slice(0, LIMITS.text)), row[2], row[3]]);
    }
  }
  await pipeline(lines, createGzip(), createWriteStream(job.to));
  return { rows, notes: [...notes.values()] };
}
