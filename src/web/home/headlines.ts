/** Which figures stand on Home, asked about the latest year of each dataset that is here, or about all of it where a year is not. Pure. */
import type { DataState, Figure, Question, Slice } from '../../warehouse/index.ts';
import { monthInt, monthText } from '../../reference/index.ts';
import { unitAfter } from '../figure/finding.ts';
import { chanceWords } from '../figure/number.ts';
import { figureView } from '../figure/view.ts';

interface Headline {
  readonly measure: string;
  /** A measure of the same thing that adds a line: a rate, or the change on a year before. */
  readonly beside: readonly string[];
}

const HEADLINES: Readonly<Record<string, readonly Headline[]>> = {
  street: [
    { measure: 'weapon-and-violence-offences', beside: ['weapon-and-violence-rate'] },
    { measure: 'robbery', beside: [] },
    { measure: 'recorded-offences', beside: ['offence-rate', 'offences-change'] },
  ],
  stop: [
    { measure: 'stops-10-to-24', beside: [] },
    { measure: 'stops', beside: ['stop-rate', 'stops-change'] },
    { measure: 'find-rate', beside: [] },
  ],
  'lsoa-month-counts': [{ measure: 'area-offences', beside: ['area-offence-rate'] }],
};

export interface HeadlineGroup {
  readonly dataset: string;
  readonly title: string;
  readonly questions: readonly { readonly headline: Headline; readonly questions: readonly Question[] }[];
}

export function headlineGroups(state: DataState): HeadlineGroup[] {
  return state.datasets.flatMap((dataset) => {
    const headlines = HEADLINES[dataset.dataset];
    if (!headlines) return [];
    const slice = latestYear(dataset.from, dataset.to);
    const ask = (measure: string): Question => ({ measure, by: [], slice, clearance: 'partner' });
    return [
      {
        dataset: dataset.dataset,
        title: dataset.title,
        questions: headlines.map((headline) => ({ headline, questions: [headline.measure, ...headline.beside].map(ask) })),
      },
    ];
  });
}

/** The last twelve months of a period, or all of it where it is shorter. */
export function latestYear(from: string | null, to: string | null): Slice {
  const first = monthInt(from ?? '');
  const last = monthInt(to ?? '');
  if (first === undefined || last === undefined) return { from: null, to: null, where: {} };
  return { from: monthText(Math.max(first, last - 11)), to: monthText(last), where: {} };
}

export interface HeadlineView {
  readonly title: string;
  readonly value: string;
  readonly reason: string | null;
  readonly unit: string;
  readonly lines: readonly { readonly text: string; readonly href: string | null }[];
  readonly href: string;
}

/** `figures` in the order of the headline's questions. */
export function headlineView(figures: readonly Figure[], origin: string): HeadlineView | null {
  const [first, ...beside] = figures;
  if (!first) return null;
  const view = figureView(first, { origin });
  return {
    title: view.title,
    value: view.total.text,
    reason: first.refusal ? first.refusal.reason : view.total.reason,
    unit: unitAfter(first).trim(),
    lines: [
      ...chanceLine(first),
      ...(view.total.interval ? [plain(`95% interval ${view.total.interval}`)] : []),
      ...beside.flatMap((figure) => besideLine(figure, origin)),
    ],
    href: first.address,
  };
}

type Line = HeadlineView['lines'][number];

const plain = (text: string): Line => ({ text, href: null });

function chanceLine({ measure, total }: Figure): Line[] {
  const words = measure.kind === 'share' && total.value !== null ? chanceWords(total.value) : '';
  return words === '' ? [] : [plain(words.charAt(0).toUpperCase() + words.slice(1))];
}

function besideLine(figure: Figure, origin: string): Line[] {
  const view = figureView(figure, { origin });
  const change = figure.measure.kind === 'change';
  const why: Line = { text: 'Change on a year before: not given, and why', href: figure.address };
  if (figure.refusal || figure.total.value === null) return change ? [why] : [];
  const interval = view.total.interval ? ` (${view.total.interval})` : '';
  return [plain(change ? `${view.total.text}${interval} on the same months a year before` : `${view.total.text}${interval}${unitAfter(figure)}`)];
}
