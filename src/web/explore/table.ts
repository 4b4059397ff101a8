/** The table of the same cells as a view's chart. Its labels are links, so that all that pointing does can be done from here. */
import { monthShifted, type PlannedView, written } from '../../understand/index.ts';
import type { Figure } from '../../warehouse/index.ts';
import { esc } from '../charts/index.ts';
import { largestFirst, ranked, type Row } from './rows.ts';

export function tableOf(planned: PlannedView, figure: Figure, rows: readonly Row[]): string {
  const caption = `<caption class="govuk-visually-hidden">${esc(`${planned.view.name}: ${figure.measure.title}. ${figure.words}`)}</caption>`;
  const body = figure.dimensions.length > 1 ? crossed(figure, rows) : listed(planned, figure, rows);
  return `<div class="hw-view__table"><table class="govuk-table govuk-table--small-text-until-tablet hw-table">${caption}${body}</table></div>`;
}

const head = (text: string, numeric: boolean) =>
  `<th scope="col" class="govuk-table__header${numeric ? ' govuk-table__header--numeric' : ''}">${esc(text)}</th>`;
const number = (text: string) => `<td class="govuk-table__cell govuk-table__cell--numeric">${esc(text)}</td>`;

function label(row: Row, text: string, before = ''): string {
  const hidden = before === '' ? '' : `<span class="govuk-visually-hidden">${esc(before)}: </span>`;
  if (!row.isLink) return hidden + esc(text);
  const state = row.chosen ? ' aria-current="true"' : '';
  return `<a class="govuk-link govuk-link--no-visited-state"${row.link}${state}>${hidden}${esc(text)}${row.chosen ? '<span class="hw-tick"> (chosen)</span>' : ''}</a>`;
}

function listed(planned: PlannedView, figure: Figure, rows: readonly Row[]): string {
  const { kind, unit } = figure.measure;
  const isMonths = planned.view.by === 'month';
  const ordered = isMonths || planned.view.keepOrder ? rows : planned.view.chart === 'bars' ? largestFirst(rows) : ranked(rows);
  const intervals = rows.some((row) => row.cell.lower !== null);
  const total = figure.total.value;
  const shares = kind === 'count' && !isMonths && total !== null && total > 0;
  const byMonth = new Map(rows.map((row) => [row.codes[0] ?? '', row]));
  const before = isMonths && rows.some((row) => byMonth.has(monthShifted(row.codes[0] ?? '', -12)));

  const title = figure.dimensions[0]?.title ?? 'Group';
  const heads = [head(title, false), head(capital(unit), true)];
  if (intervals) heads.push(head('95% interval', true));
  if (shares) heads.push(head('Share', true));
  if (before) heads.push(head('A year before', true));
  const line = (row: Row) => {
    const cells = [number(row.text)];
    if (intervals)
      cells.push(number(row.cell.lower === null || row.cell.upper === null ? '' : `${written(row.cell.lower, kind)} to ${written(row.cell.upper, kind)}`));
    if (shares) cells.push(number(row.cell.value === null ? '' : `${written((row.cell.value / total) * 100, 'rate')}%`));
    if (before) cells.push(number(byMonth.get(monthShifted(row.codes[0] ?? '', -12))?.text ?? ''));
    return `<tr class="govuk-table__row"><th scope="row" class="govuk-table__header hw-table__label">${label(row, row.labels[0] ?? '')}</th>${cells.join('')}</tr>`;
  };
  return `<thead class="govuk-table__head"><tr class="govuk-table__row">${heads.join('')}</tr></thead><tbody class="govuk-table__body">${ordered.map(line).join('')}</tbody>`;
}

/** Two groupings: one down, one across; each number is its own link. */
function crossed(figure: Figure, rows: readonly Row[]): string {
  const [down, across] = figure.dimensions;
  if (down === undefined || across === undefined) return '';
  const byKey = new Map(rows.map((row) => [row.codes.join('+'), row]));
  const heads = across.values.map((value) => head(value.label, true)).join('');
  const line = (value: (typeof down.values)[number]) => {
    const cells = across.values.map((other) => {
      const row = byKey.get(`${value.code}+${other.code}`);
      return `<td class="govuk-table__cell govuk-table__cell--numeric">${row === undefined ? '' : label(row, row.text, row.labels.join(', '))}</td>`;
    });
    return `<tr class="govuk-table__row"><th scope="row" class="govuk-table__header hw-table__label">${esc(value.label)}</th>${cells.join('')}</tr>`;
  };
  return (
    `<thead class="govuk-table__head"><tr class="govuk-table__row">${head(`${down.title} by ${across.title.toLowerCase()}`, false)}${heads}</tr></thead>` +
    `<tbody class="govuk-table__body">${down.values.map(line).join('')}</tbody>`
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
