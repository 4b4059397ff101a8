/** A view: the figure as a component. Finding, chart or refusal, caption, what to know, table, CSV, permanent address. */
import { finding, type PlannedView, trendFinding } from '../../understand/index.ts';
import type { Caveat, Figure } from '../../warehouse/index.ts';
import { esc } from '../charts/index.ts';
import { figureForm } from '../urls.ts';
import { list } from '../words.ts';
import { drawing, type DrawingContext } from './drawing.ts';
import type { Row } from './rows.ts';
import { tableOf } from './table.ts';

/** One slice's answer to a view. */
export interface Side {
  readonly planned: PlannedView;
  /** Null where the measure cannot take the filters; `planned.refusal` says why. */
  readonly figure: Figure | null;
  readonly rows: readonly Row[];
  /** Codes that the drawing keeps to; null for all. The table has every row. */
  readonly inside: ReadonlySet<string> | null;
  readonly context: DrawingContext;
}

export interface ViewInput extends Side {
  /** The slice beside it, and both in words; null when nothing is compared. */
  readonly held: { readonly side: Side; readonly words: string; readonly ownWords: string } | null;
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
  const { planned, figure, held } = input;
  const { view } = planned;
  const id = `view-${view.id}`;
  const span = held === null ? view.span : 12;
  const open = `<section class="hw-view hw-span-${span} hw-view--${view.chart}" id="${id}" data-view="${view.id}" aria-labelledby="${id}-heading">`;
  const own = answer(input);
  const controls = switchHtml(input) + trailHtml(input);
  const other = held === null ? null : answer(held.side);
  const chart =
    held === null || other === null
      ? `${controls}<div class="hw-view__chart">${own.html}</div>`
      : `${controls}<div class="hw-pair">${pairSide('This choice', held.ownWords, own)}${pairSide('Held', held.words, other)}</div>`;
  const foot =
    figure === null
      ? ''
      : (own.answered ? `<p class="hw-readout" aria-hidden="true"></p>${caption(figure)}${notes(input, figure)}` : '') + actions(input, figure, own.answered);
  return `${open}${heading(id, view.name, held === null ? own.title : null)}${chart}${foot}</section>`;
}

interface Answer {
  readonly title: string;
  readonly html: string;
  /** False for a refusal. */
  readonly answered: boolean;
}

/** The finding and the drawing of one side, or its refusal in their place. */
function answer(side: Side): Answer {
  const { planned, figure } = side;
  const refusal = planned.refusal ?? figure?.refusal ?? null;
  if (figure === null || refusal !== null)
    return { title: 'Cannot be answered for this choice', html: refusal === null ? '' : refusalHtml(refusal), answered: false };
  const { slice } = side.context;
  const drawn = kept(figure, side);
  const title = planned.view.chart === 'trend' ? trendFinding(figure, slice.from, slice.to) : finding(planned, drawn.figure);
  const html =
    figure.cells.length === 0
      ? '<p class="hw-note">Nothing here: no record matches every choice made above. Remove one to see more.</p>'
      : drawing(planned, drawn.figure, drawn.rows, side.context) + elsewhere(side.rows.length - drawn.rows.length);
  return { title, html, answered: true };
}

/** The part of a figure inside the place chosen, for the drawing and the finding. */
function kept(figure: Figure, { rows, inside }: Side): { readonly figure: Figure; readonly rows: readonly Row[] } {
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

function pairSide(name: string, words: string, { title, html }: Answer): string {
  return `<div class="hw-pair__side"><p class="hw-pair__name"><strong>${name}</strong> ${esc(words)}</p><p class="hw-pair__finding">${esc(title)}</p><div class="hw-view__chart">${html}</div></div>`;
}

/** The name of the view and, unless each side of a comparison has its own, the finding. */
function heading(id: string, name: string, title: string | null): string {
  if (title === null) return `<h2 class="hw-view__heading" id="${id}-heading"><span class="hw-view__finding">${esc(name)}</span></h2>`;
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
  const from = list([...new Set(sources.map((source) => (source.fictional ? `fictional data in the form of ${source.publisher}` : source.publisher)))]);
  const unit = measure.title.includes(measure.unit) ? '' : ` (${measure.unit})`;
  const slice = words.charAt(0).toUpperCase() + words.slice(1).replace(/\.$/, '');
  return `<p class="hw-caption">${esc(`${measure.title}${unit}. ${slice}.${from === '' ? '' : ` Source: ${from}.`}`)}</p>`;
}

function notes({ said }: ViewInput, figure: Figure): string {
  const own: string[] = figure.caveats.filter((caveat: Caveat) => !said.has(caveat.text)).map((caveat) => caveat.text);
  if (figure.cells.some((cell) => cell.state === 'hidden' || cell.state === 'withheld')) {
    own.unshift('[c] hidden: a small count (1 to 7 always), or one that would give it away.');
  }
  for (const each of figure.unknowns) {
    if (each.share === null || each.share <= 0) continue;
    own.push(
      `Not known for ${each.share < 0.001 ? 'under 0.1' : (each.share * 100).toFixed(1)}% (${figure.dimensions.find((dimension) => dimension.id === each.dimension)?.title.toLowerCase() ?? each.dimension}).`,
    );
  }
  return own.length === 0 ? '' : `<ul class="hw-view__notes">${own.map((text) => `<li>${esc(text)}</li>`).join('')}</ul>`;
}

function actions({ planned, rows, withTable, held }: ViewInput, figure: Figure, answered: boolean): string {
  const of = `<span class="govuk-visually-hidden">: ${esc(planned.view.name.toLowerCase())}</span>`;
  const beside = held?.side.figure ?? null;
  const tables = () =>
    tableOf(planned, figure, rows) +
    (held === null || beside === null ? '' : `<p class="hw-caption">Held: ${esc(held.words)}</p>${tableOf(held.side.planned, beside, held.side.rows)}`);
  const table =
    answered && rows.length > 0
      ? `<details class="hw-details" id="table-${planned.view.id}"><summary class="hw-details__summary">Show as table${of}</summary>${withTable ? `<div>${tables()}</div>` : ''}</details>`
      : '';
  const link = (href: string, text: string, more = '') => `<a class="govuk-link govuk-link--no-visited-state" href="${esc(href)}"${more}>${text}${of}</a>`;
  const both = (each: Figure, which: string) =>
    link(figureForm(each.address, 'csv'), `Download ${which}CSV`, ' download') + link(each.address, `Cite ${which === '' ? 'this' : 'the held'} figure`);
  return `<div class="hw-view__actions">${table}${both(figure, '')}${beside === null ? '' : both(beside, 'held ')}</div>`;
}
