/** What has changed in the picture since somebody last looked: the same measures, each with its interval, then and now. Pure. */
import type { LastLook, SeenFigure } from '../../access/looks/index.ts';
import type { Figure } from '../../warehouse/index.ts';
import { figureView } from '../figure/view.ts';
import { span } from '../words.ts';

/** A headline as it is remembered. */
export function seenOf(figure: Figure, origin: string): SeenFigure {
  const { title, total } = figureView(figure, { origin });
  return {
    measure: figure.measure.id,
    version: figure.measure.version,
    title,
    period: span(figure.slice.from, figure.slice.to),
    value: figure.refusal === null ? total.text : 'Not given',
    interval: figure.refusal === null ? (total.interval ?? null) : null,
  };
}

export interface SinceRow {
  readonly title: string;
  readonly href: string;
  readonly before: string;
  readonly beforePeriod: string;
  readonly now: string;
  readonly nowPeriod: string;
}

export interface Since {
  readonly at: Date;
  readonly snapshot: string;
  readonly rows: readonly SinceRow[];
  /** Measures that are defined in another way now, so that the two are not set beside each other. */
  readonly redefined: readonly string[];
  /** The data are new and none of these figures moved. */
  readonly same: boolean;
}

const words = ({ value, interval }: SeenFigure): string => `${value}${interval === null ? '' : ` (${interval})`}`;
const moved = (a: SeenFigure, b: SeenFigure): boolean => a.value !== b.value || a.interval !== b.interval || a.period !== b.period;

/** Null where nothing is remembered. Figures that did not move are left out. */
export function sinceThen(before: LastLook['before'], now: readonly (SeenFigure & { readonly href: string })[]): Since | null {
  if (before === null) return null;
  const then = new Map(before.figures.map((each) => [each.measure, each]));
  const rows: SinceRow[] = [];
  const redefined: string[] = [];
  for (const figure of now) {
    const old = then.get(figure.measure);
    if (old === undefined || !moved(old, figure)) continue;
    if (old.version !== figure.version) redefined.push(figure.title);
    else
      rows.push({
        title: figure.title,
        href: figure.href,
        before: words(old),
        beforePeriod: old.period,
        now: words(figure),
        nowPeriod: figure.period,
      });
  }
  return { at: before.at, snapshot: before.snapshot, rows, redefined, same: rows.length === 0 && redefined.length === 0 };
}
