/**
 * Horizontal bars: label, bar and value in one row, or the bar below them where there is little room, so that nothing is clipped. Values that are not
 * known are hatched in grey and stand last; hidden ones say `[c]`.
 */
import { valueScale } from './scale.ts';
import { esc, hiddenMark, markAttributes, type Mark, percent } from './svg.ts';

export interface Bar extends Mark {
  readonly label: string;
  /** The value as it is written; `[c]` when hidden. */
  readonly text: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly unknown: boolean;
}

export interface BarGroup {
  /** Shown above bars put apart from the rest. */
  readonly heading: string | null;
  readonly bars: readonly Bar[];
}

/** Groups share one scale, so that bars put apart can still be compared by length. */
export function barChart(groups: readonly BarGroup[], reach = 0): string {
  const all = groups.flatMap((group) => group.bars);
  const scale = valueScale(
    all.map((bar) => bar.upper ?? bar.value ?? 0),
    reach,
  );
  const narrowed = all.some((bar) => bar.chosen);
  const one = (bar: Bar) =>
    `<a ${markAttributes(bar, 'hw-bar')}><span class="hw-bar__label">${esc(bar.label)}</span>${track(bar, scale.at)}<span class="hw-bar__value">${esc(bar.text)}</span></a>`;
  const body = groups
    .map((group) => (group.heading === null ? '' : `<p class="hw-bars__apart">${esc(group.heading)}</p>`) + group.bars.map(one).join(''))
    .join('');
  return `<div class="hw-bars${narrowed ? ' has-choice' : ''}" aria-hidden="true">${body}</div>`;
}

function track(bar: Bar, at: (value: number) => number): string {
  const fill = bar.unknown ? ' class="hw-fill-unknown" fill="url(#hw-unknown)"' : ' class="hw-fill"';
  const length = bar.value === null ? '' : `<rect x="0" y="2" height="10" width="${percent(at(bar.value))}"${fill}/>`;
  const hidden = bar.value === null ? hiddenMark(bar.text, 2, 10) : '';
  const interval = bar.lower === null || bar.upper === null ? '' : whisker(at(bar.lower), at(bar.upper));
  return `<svg class="hw-bar__track" width="100%" height="14" focusable="false"><line x1="0" x2="0" y1="0" y2="14" class="hw-zero"/>${length}${hidden}${interval}</svg>`;
}

function whisker(low: number, high: number): string {
  const [from, to] = [percent(low), percent(high)];
  return (
    `<g class="hw-whisker"><line x1="${from}" x2="${to}" y1="7" y2="7"/><line x1="${from}" x2="${from}" y1="4" y2="10"/>` +
    `<line x1="${to}" x2="${to}" y1="4" y2="10"/></g>`
  );
}
