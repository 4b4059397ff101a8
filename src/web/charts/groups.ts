/** Bars of a second dimension inside each value of a first: age by sex. Four colours at most, in the guidance's order. */
import { valueScale } from './scale.ts';
import { esc, hiddenMark, markAttributes, type Mark, percent } from './svg.ts';

export interface GroupedBar extends Mark {
  /** Position in the series list. */
  readonly series: number;
  readonly text: string;
  readonly value: number | null;
}

export interface BarCluster {
  readonly label: string;
  readonly unknown: boolean;
  readonly bars: readonly GroupedBar[];
}

export interface Series {
  readonly label: string;
  readonly unknown: boolean;
}

export function groupChart(clusters: readonly BarCluster[], series: readonly Series[], reach = 0): string {
  const scale = valueScale(
    clusters.flatMap((cluster) => cluster.bars.map((bar) => bar.value ?? 0)),
    reach,
  );
  const narrowed = clusters.some((cluster) => cluster.bars.some((bar) => bar.chosen));
  const colours = series.map((_, at) => series.slice(0, at).filter((each) => !each.unknown).length % 4);
  const fill = (bar: GroupedBar) =>
    series[bar.series]?.unknown ? 'class="hw-fill-unknown" fill="url(#hw-unknown)"' : `class="hw-series-${colours[bar.series] ?? 0}"`;
  const one = (bar: GroupedBar) =>
    `<a ${markAttributes(bar, 'hw-gbar')}><svg class="hw-gbar__track" width="100%" height="16" focusable="false">` +
    (bar.value === null ? hiddenMark(bar.text, 2, 12) : `<rect x="0" y="2" height="12" width="${percent(scale.at(bar.value))}" ${fill(bar)}/>`) +
    `<line x1="0" x2="0" y1="0" y2="16" class="hw-zero"/></svg><span class="hw-gbar__value">${esc(bar.text)}</span></a>`;
  const body = clusters
    .map(
      (cluster) =>
        `<li class="hw-cluster"><span class="hw-cluster__label">${esc(cluster.label)}</span><span class="hw-cluster__bars">${cluster.bars.map(one).join('')}</span></li>`,
    )
    .join('');
  const legend = series
    .map(
      (each, at) =>
        `<li><svg width="20" height="14" focusable="false"><rect width="20" height="14" ${each.unknown ? 'class="hw-fill-unknown" fill="url(#hw-unknown)"' : `class="hw-series-${colours[at] ?? 0}"`}/></svg> ${esc(each.label)}</li>`,
    )
    .join('');
  return `<ul class="hw-legend" aria-hidden="true">${legend}</ul><ul class="hw-groups${narrowed ? ' has-choice' : ''}" aria-hidden="true">${body}</ul>`;
}
