/**
 * Splits decoded CSV bytes into records with their line numbers: the slow, exact way, used where a row has to be shown or mended.
 *
 * RFC 4180, and forgiving where its readers are: a quote inside an unquoted field is text. A quote that is opened and never closed spoils its
 * own line only: reading goes on at the next line. So does a record over several lines that turns out not to be well formed, for the quote
 * that began it was most likely a stray one, and the lines that it would swallow are records.
 */
import { createReadStream } from 'node:fs';
import { LIMITS } from './limits.ts';

export interface TextRecord {
  /** Line on which it starts, from 1. */
  readonly line: number;
  readonly text: string;
  readonly fields: readonly string[];
  readonly fault?: 'open-quote' | 'after-quote';
}

interface Parsed {
  readonly end: number;
  readonly fields: string[];
  readonly fault?: 'open-quote' | 'after-quote';
}

/** Parses one record at `from`; undefined when `text` ends before it does. */
function parseAt(text: string, from: number, delimiter: string, final: boolean): Parsed | undefined {
  const fields: string[] = [];
  let fault: 'after-quote' | undefined;
  let at = from;
  for (;;) {
    if (text[at] === '"') {
      let value = '';
      let start = at + 1;
      for (;;) {
        const quote = text.indexOf('"', start);
        if (quote < 0 || quote - from > LIMITS.record) return final || text.length - from > LIMITS.record ? openQuote(text, from, final) : undefined;
        value += text.slice(start, quote);
        if (text[quote + 1] === '"') {
          value += '"';
          start = quote + 2;
          continue;
        }
        at = quote + 1;
        break;
      }
      if (at >= text.length && !final) return undefined;
      const stop = fieldEnd(text, at, delimiter, final);
      if (stop === undefined) return undefined;
      const tail = text.slice(at, stop).replace(/\r$/, '');
      if (tail.trim() !== '') {
        fault = 'after-quote';
        value += tail;
      }
      fields.push(value);
      at = stop;
    } else {
      const stop = fieldEnd(text, at, delimiter, final);
      if (stop === undefined) return undefined;
      fields.push(text[stop] === delimiter ? text.slice(at, stop) : text.slice(at, stop).replace(/\r$/, ''));
      at = stop;
    }
    if (at >= text.length || text[at] === '\n') return fault === undefined ? { end: at + 1, fields } : { end: at + 1, fields, fault };
    at++;
  }
}

function fieldEnd(text: string, at: number, delimiter: string, final: boolean): number | undefined {
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if (char === delimiter || char === '\n') return i;
  }
  return final ? text.length : undefined;
}

function openQuote(text: string, from: number, final: boolean): Parsed | undefined {
  const stop = text.indexOf('\n', from);
  if (stop < 0 && !final) return undefined;
  return { end: (stop < 0 ? text.length : stop) + 1, fields: [], fault: 'open-quote' };
}

function lines(text: string): number {
  let n = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) n++;
  return n;
}

/** Records of one piece of text that is all there. */
export function splitText(text: string, delimiter = ','): TextRecord[] {
  return [...split({ text, line: 1 }, { delimiter }, true)];
}

export interface Shape {
  readonly delimiter?: string;
  /** Fields that a record should have; unknown when absent. */
  readonly columns?: number;
}

function* split(state: { text: string; line: number }, shape: Shape, final: boolean): Generator<TextRecord> {
  const delimiter = shape.delimiter ?? ',';
  let from = 0;
  const { text } = state;
  while (from < text.length) {
    let parsed = parseAt(text, from, delimiter, final);
    if (parsed === undefined) break;
    const wrong = parsed.fault !== undefined || (shape.columns !== undefined && parsed.fields.length !== shape.columns);
    const newline = wrong ? text.indexOf('\n', from) : -1;
    if (newline >= 0 && newline < parsed.end - 1) parsed = openQuote(text, from, final) ?? parsed;
    const raw = text.slice(from, Math.min(parsed.end, text.length));
    const shown = raw.replace(/\r?\n$/, '');
    if (shown !== '') {
      yield parsed.fault === undefined
        ? { line: state.line, text: shown, fields: parsed.fields }
        : { line: state.line, text: shown, fields: parsed.fields, fault: parsed.fault };
    }
    state.line += lines(raw);
    from = parsed.end;
  }
  state.text = text.slice(from);
}

/** Records of a UTF-8 file, header first, in bounded memory. Blank lines are passed over. */
export async function* readRecords(path: string, shape: Shape = {}): AsyncGenerator<TextRecord> {
  const state = { text: '', line: 1 };
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 });
  for await (const chunk of stream) {
    state.text += String(chunk);
    yield* split(state, shape, false);
  }
  yield* split(state, shape, true);
}

/** A field as CSV, quoted when it has to be. */
export function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\n`;
}
