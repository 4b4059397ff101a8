/**
 * A ranking as points with their 95 % intervals. The dashed line is the whole of which the rows are parts. Rows without an
 * interval are never put in order: the caller gives them by name.
 */
import { valueScale } from './scale.ts';
import { esc, hiddenMark, markAttributes, type Mark, percent } from './svg.ts';

export interface Point extends Mark {
  readonly label: string;
  readonly text: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface Reference {
  readonly value: number;
  readonly label: string;
}

/** @param write how a value is written on the axis */
export function intervalChart(points: readonly Point[], reference: Reference | null, write: (value: number) => string, reach = 0): string {
  const tops = points.map((point) => point.upper ?? point.value ?? 0);
  const scale = valueScale(reference === null ? tops : [...tops, reference.value], reach);
  const narrowed = points.some((point) => point.chosen);
  const line =
    reference === null
      ? ''
      : `<line class="hw-reference" x1="${percent(scale.at(reference.value))}" x2="${percent(scale.at(reference.value))}" y1="0" y2="24"/>`;
  const grid = scale.ticks.map((tick) => `<line class="hw-grid" x1="${percent(scale.at(tick))}" x2="${percent(scale.at(tick))}" y1="0" y2="24"/>`).join('');
  const rows = points
    .map(
      (point) =>
        `<a ${markAttributes(point, 'hw-point')}><span class="hw-point__label">${esc(point.label)}</span>` +
        `<svg class="hw-point__track" width="100%" height="24" focusable="false">${grid}${line}${mark(point, scale.at)}</svg>` +
        `<span class="hw-point__value">${esc(point.text)}</span></a>`,
    )
    .join('');
  const axis = scale.ticks
    .map(
      (tick, at) =>
        `<text x="${percent(scale.at(tick))}" y="13" text-anchor="${at === 0 ? 'start' : at === scale.ticks.length - 1 ? 'end' : 'middle'}"${at % 2 === 1 ? ' class="hw-tick--minor"' : ''}>${esc(write(tick))}</text>`,
    )
    .join('');
  const key =
    reference === null
      ? ''
      : `<p class="hw-key"><svg width="24" height="12" focusable="false"><line class="hw-reference" x1="0" x2="24" y1="6" y2="6"/></svg> ${esc(reference.label)}</p>`;
  return (
    `<div class="hw-points${narrowed ? ' has-choice' : ''}" aria-hidden="true">${rows}` +
    `<div class="hw-points__axis"><svg class="hw-axis" width="100%" height="18" focusable="false">${axis}</svg></div>${key}</div>`
  );
}

function mark(point: Point, at: (value: number) => number): string {
  if (point.value === null) return hiddenMark(point.text, 7, 10);
  const dot = `<circle class="hw-dot" cx="${percent(at(point.value))}" cy="12" r="5"/>`;
  if (point.lower === null || point.upper === null) return `<rect class="hw-fill" x="0" y="7" height="10" width="${percent(at(point.value))}"/>`;
  return `<line class="hw-interval" x1="${percent(at(point.lower))}" x2="${percent(at(point.upper))}" y1="12" y2="12"/>${dot}`;
}
