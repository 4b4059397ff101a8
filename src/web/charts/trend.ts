/**
 * A line by month with the same months a year before behind it. Months without data are gaps with a hatched band, never joined
 * across and never zero; months known to be incomplete are hollow. The plot stretches to any width, the words do not.
 */
import { line } from 'd3-shape';
import { valueScale } from './scale.ts';
import { esc, markAttributes, type Mark, percent } from './svg.ts';

export interface TrendMonth extends Mark {
  /** `2018-10`. */
  readonly month: string;
  readonly value: number | null;
  /** The value twelve months before; null where there is none. */
  readonly before: number | null;
  /** `none`: no data for the month. `part`: some of it is missing. `hidden`: protected. */
  readonly state: 'whole' | 'part' | 'none' | 'hidden';
  /** True inside the period that the board is about. */
  readonly within: boolean;
}

export interface TrendWords {
  readonly now: string;
  readonly before: string;
  write(value: number): string;
}

const HEIGHT = 380;
const BOX = 1000;
const MANY = 40;

export function trendChart(months: readonly TrendMonth[], words: TrendWords, reach = 0): string {
  const scale = valueScale(
    months.flatMap((each) => [each.value ?? 0, each.before ?? 0]),
    reach,
  );
  const count = months.length;
  const across = (at: number) => (at + 0.5) / count;
  const y = (value: number) => 1 - scale.at(value) * 0.96;
  // An incomplete month is a point by itself: a line to it would draw a fall that may not be there.
  const whole = (each: TrendMonth) => (each.state === 'part' ? null : each.value);
  const path = (pick: (each: TrendMonth) => number | null) =>
    line<TrendMonth>()
      .defined((each) => pick(each) !== null)
      .x((_, at) => Math.round(across(at) * BOX))
      .y((each) => Math.round(y(pick(each) ?? 0) * BOX))(months) ?? '';
  const hasBefore = months.some((each) => each.before !== null);

  const grid = scale.ticks
    .map((tick) => `<line class="${tick === 0 ? 'hw-zero' : 'hw-grid'}" x1="0" x2="100%" y1="${percent(y(tick))}" y2="${percent(y(tick))}"/>`)
    .join('');
  const lines =
    `<svg viewBox="0 0 ${BOX} ${BOX}" width="100%" height="100%" preserveAspectRatio="none">` +
    (hasBefore ? `<path class="hw-line hw-line--before" d="${path((each) => each.before)}"/>` : '') +
    `<path class="hw-line" d="${path(whole)}"/></svg>`;
  const points = months
    .map((each, at) => point(each, percent(across(at)), each.value === null ? null : percent(y(each.value)), lonely(months, at) || count <= MANY))
    .join('');
  const bands = months
    .map((each, at) =>
      each.state === 'none' || each.state === 'hidden'
        ? `<rect x="${percent(at / count)}" width="${percent(1 / count)}" y="0" height="100%" fill="url(#hw-${each.state === 'none' ? 'nodata' : 'hidden'})"/>`
        : '',
    )
    .join('');
  const hits = months
    .map(
      (each, at) =>
        `<a ${markAttributes(each, 'hw-month')}><rect x="${percent(at / count)}" width="${percent(1 / count)}" y="0" height="100%" class="hw-hit"/></a>`,
    )
    .join('');

  return (
    `<div class="hw-trend" aria-hidden="true"><svg class="hw-trend__y" width="64" height="${HEIGHT}" focusable="false">` +
    scale.ticks.map((tick) => `<text x="46" y="${percent(y(tick))}" dy="${tick === 0 ? 0 : 4}" text-anchor="end">${esc(words.write(tick))}</text>`).join('') +
    `</svg><div class="hw-trend__plot"><div class="hw-trend__canvas" data-months="${months.map((each) => each.month).join(' ')}">` +
    `<svg class="hw-trend__svg" width="100%" height="${HEIGHT}" focusable="false">${bands}${grid}${lines}${points}${outside(months)}${hits}</svg></div>` +
    `<svg class="hw-axis" width="100%" height="36" focusable="false">${monthTicks(months.map((each) => each.month))}</svg></div></div>` +
    legend(words, hasBefore, months)
  );
}

/** A month between two that the line leaves out has no line to show it. */
function lonely(months: readonly TrendMonth[], at: number): boolean {
  const out = (each: TrendMonth | undefined) => each === undefined || each.value === null || each.state === 'part';
  return out(months[at - 1]) && out(months[at + 1]);
}

function point(each: TrendMonth, x: string, y: string | null, drawn: boolean): string {
  if (y === null) return '';
  if (each.state === 'part') return `<circle class="hw-dot hw-dot--part" cx="${x}" cy="${y}" r="4"/>`;
  return drawn ? `<circle class="hw-dot" cx="${x}" cy="${y}" r="3.5"/>` : '';
}

/** What lies outside the chosen period is veiled. */
function outside(months: readonly TrendMonth[]): string {
  const first = months.findIndex((each) => each.within);
  const last = months.findLastIndex((each) => each.within);
  if (first < 0 || (first === 0 && last === months.length - 1)) return '';
  const veil = (from: number, to: number) =>
    to > from ? `<rect class="hw-veil" x="${percent(from / months.length)}" width="${percent((to - from) / months.length)}" y="0" height="100%"/>` : '';
  const edge = (at: number) => `<line class="hw-edge" x1="${percent(at / months.length)}" x2="${percent(at / months.length)}" y1="0" y2="100%"/>`;
  return veil(0, first) + veil(last + 1, months.length) + edge(first) + edge(last + 1);
}

const SHORT = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Month names up to 18 months, with the year under the first and each January; above that the years alone. */
export function monthTicks(months: readonly string[]): string {
  const few = months.length <= 18;
  const years = new Set(months.map((month) => month.slice(0, 4))).size;
  return months
    .map((month, at) => {
      const x = percent((at + 0.5) / months.length);
      const [year = '', number = ''] = month.split('-');
      const name = SHORT[Number(number) - 1] ?? '';
      const year0 = number === '01' || at === 0;
      if (few) {
        const minor = months.length > 8 && at % 2 === 1 ? ' class="hw-tick--minor"' : '';
        return `<text x="${x}" y="14" text-anchor="middle"${minor}>${name}</text>${year0 ? `<text x="${x}" y="31" text-anchor="middle" class="hw-tick--year">${year}</text>` : ''}`;
      }
      if (number !== '01') return '';
      const minor = years > 6 && Number(year) % 2 === 1 ? ' class="hw-tick--minor"' : '';
      return `<text x="${x}" y="16" text-anchor="${at < 3 ? 'start' : at > months.length - 6 ? 'end' : 'middle'}"${minor}>${year}</text>`;
    })
    .join('');
}

function legend(words: TrendWords, hasBefore: boolean, months: readonly TrendMonth[]): string {
  const item = (mark: string, text: string) => `<li><svg width="28" height="12" focusable="false">${mark}</svg> ${esc(text)}</li>`;
  const items = [item('<line class="hw-line" x1="0" x2="28" y1="6" y2="6"/>', words.now)];
  if (hasBefore) items.push(item('<line class="hw-line hw-line--before" x1="0" x2="28" y1="6" y2="6"/>', words.before));
  if (months.some((each) => each.state === 'part')) items.push(item('<circle class="hw-dot hw-dot--part" cx="14" cy="6" r="4"/>', 'Month not complete'));
  if (months.some((each) => each.state === 'none')) items.push(item('<rect width="28" height="12" fill="url(#hw-nodata)"/>', 'No data'));
  if (months.some((each) => each.state === 'hidden')) items.push(item('<rect width="28" height="12" fill="url(#hw-hidden)"/>', 'Hidden [c]'));
  return `<ul class="hw-legend" aria-hidden="true">${items.join('')}</ul>`;
}
