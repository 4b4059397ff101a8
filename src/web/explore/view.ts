/** A view: the figure as a component. Finding, chart or refusal, caption, what to know, table, CSV, permanent address. */
import { finding, type PlannedView, trendFinding } from '../../understand/index.ts';
import type { Caveat, Figure } from '../../warehouse/index.ts';
import { esc } from '../charts/index.ts';
import { figureForm } from '../urls.ts';
import { list } from '../words.ts';
import { drawing, type DrawingContext } from './drawing.ts';
import type { Row } from './rows.ts';
import { tableOf } from './table.ts';

export interface ViewInput {
  readonly planned: PlannedView;
  /** Null where the measure cannot take the filters; `planned.refusal` says why. */
  readonly figure: Figure | null;
  readonly rows: readonly Row[];
  /** Codes that the drawing keeps to; null for all. The table has every row. */
  readonly inside: ReadonlySet<string> | null;
  readonly context: DrawingContext;
  /** Texts of caveats that stand once under the board and are not repeated here. */
  readonly said: ReadonlySet<string>;
  /** False leaves the table's place empty, to be asked for when it is opened. */
  readonly withTable: boolean;
  readonly switches: readonly SwitchLink[];
  /** The way back up, for the map. */
  readonly trail: readonly { readonly text: string; readonly href: string | null }[];
}

export interface SwitchLink {
  readonly label: string;
  readonly href: string;
  readonly on: boolean;
}

export function viewHtml(input: ViewInput): string {
  const { planned, figure } = input;
  const { view } = planned;
  const id = `view-${view.id}`;
  const open = `<section class="hw-view hw-span-${view.span} hw-view--${view.chart}" id="${id}" data-view="${view.id}" aria-labelledby="${id}-heading">`;
  const controls = switchHtml(input) + trailHtml(input);
  const refusal = planned.refusal ?? figure?.refusal ?? null;
  if (figure === null || refusal !== null) {
    return `${open}${heading(id, view.name, 'Cannot be answered for this choice')}${controls}${refusal === null ? '' : refusalHtml(refusal)}${figure === null ? '' : actions(input, figure, false)}</section>`;
  }
  const { slice } = input.context;
  const drawn = kept(figure, input);
  const title = view.chart === 'trend' ? trendFinding(figure, slice.from, slice.to) : finding(planned, drawn.figure);
  const chart =
    figure.cells.length === 0
      ? '<p class="hw-note">Nothing here: no record matches every choice made above. Remove one to see more.</p>'
      : drawing(planned, drawn.figure, drawn.rows, input.context) + elsewhere(input.rows.length - drawn.rows.length);
  return (
    `${open}${heading(id, view.name, title)}${controls}<div class="hw-view__chart">${chart}</div>` +
    `<p class="hw-readout" aria-hidden="true"></p>${caption(figure)}${notes(input, figure)}${actions(input, figure, true)}</section>`
  );
}

/** The part of a figure inside the place chosen, for the drawing and the finding. */
function kept(figure: Figure, { rows, inside }: ViewInput): { readonly figure: Figure; readonly rows: readonly Row[] } {
  if (inside === null) return { figure, rows };
  const within = (code: string, unknown: boolean) => unknown || inside.has(code);
  const few = rows.filter((row) => within(row.codes[0] ?? '', row.unknown));
  const codes = new Set(few.map((row) => row.codes[0]));
  return { figure: { ...figure, cells: figure.cells.filter((cell) => codes.has(cell.key[0])) }, rows: few };
}

function elsewhere(count: number): string {
  if (count === 0) return '';
  return `<p class="hw-note">Records were also located in ${count === 1 ? 'one area' : `${count} areas`} outside this place: see the table.</p>`;
}

function heading(id: string, name: string, title: string): string {
  return `<h2 class="hw-view__heading" id="${id}-heading"><span class="hw-view__name">${esc(name)}<span class="govuk-visually-hidden">: </span></span> <span class="hw-view__finding">${esc(title)}</span></h2>`;
}

function switchHtml({ switches, planned }: ViewInput): string {
  if (switches.length === 0) return '';
  const item = (each: SwitchLink) =>
    `<li><a class="hw-switch__item" href="${esc(each.href)}" data-key="${planned.view.id}:switch=${esc(each.label)}"${each.on ? ' aria-current="true"' : ''}>${esc(each.label)}</a></li>`;
  return `<ul class="hw-switch">${switches.map(item).join('')}</ul>`;
}

function trailHtml({ trail, planned }: ViewInput): string {
  if (trail.length === 0) return '';
  const item = (each: ViewInput['trail'][number], at: number) =>
    `<li>${each.href === null ? `<span aria-current="true">${esc(each.text)}</span>` : `<a class="govuk-link govuk-link--no-visited-state" href="${esc(each.href)}" data-key="${planned.view.id}:trail=${at}">${esc(each.text)}</a>`}</li>`;
  return `<nav class="hw-trail" aria-label="Place shown on the map"><ol>${trail.map(item).join('')}</ol></nav>`;
}

function refusalHtml(refusal: { readonly reason: string; readonly instead: string }): string {
  return `<div class="hw-view__refusal"><p class="govuk-body govuk-!-font-weight-bold">${esc(refusal.reason)}</p><p class="govuk-body">${esc(refusal.instead)}</p></div>`;
}

/** Measure, slice and source: `Recorded offences. Norfolk Constabulary; October 2018. Source: ...`. */
function caption({ measure, words, sources }: Figure): string {
  const from = list([...new Set(sources.map((source) => source.publisher))]);
  const unit = measure.title.includes(measure.unit) ? '' : ` (${measure.unit})`;
  const slice = words.charAt(0).toUpperCase() + words.slice(1).replace(/\.$/, '');
  return `<p class="hw-caption">${esc(`${measure.title}${unit}. ${slice}.${from === '' ? '' : ` Source: ${from}.`}`)}</p>`;
}

function notes({ said }: ViewInput, figure: Figure): string {
  const own: string[] = figure.caveats.filter((caveat: Caveat) => !said.has(caveat.text)).map((caveat) => caveat.text);
  if (figure.cells.some((cell) => cell.state === 'hidden' || cell.state === 'withheld')) {
    own.unshift('[c] hidden: a count of 1 to 7, or one that would give such a count away.');
  }
  for (const each of figure.unknowns) {
    if (each.share === null || each.share <= 0) continue;
    own.push(
      `Not known for ${each.share < 0.001 ? 'under 0.1' : (each.share * 100).toFixed(1)}% (${figure.dimensions.find((dimension) => dimension.id === each.dimension)?.title.toLowerCase() ?? each.dimension}).`,
    );
  }
  return own.length === 0 ? '' : `<ul class="hw-view__notes">${own.map((text) => `<li>${esc(text)}</li>`).join('')}</ul>`;
}

function actions({ planned, rows, withTable }: ViewInput, figure: Figure, answered: boolean): string {
  const of = `<span class="govuk-visually-hidden">: ${esc(planned.view.name.toLowerCase())}</span>`;
  const table =
    answered && rows.length > 0
      ? `<details class="hw-details" id="table-${planned.view.id}"><summary class="hw-details__summary">Show as table${of}</summary>${withTable ? tableOf(planned, figure, rows) : ''}</details>`
      : '';
  const link = (href: string, text: string, more = '') => `<a class="govuk-link govuk-link--no-visited-state" href="${esc(href)}"${more}>${text}${of}</a>`;
  return `<div class="hw-view__actions">${table}${link(figureForm(figure.address, 'csv'), 'Download CSV', ' download')}${link(figure.address, 'Cite this figure')}</div>`;
}
