/**
 * Dragging a period on the trend, and moving its ends by arrow keys. The two months in the filter do the same without dragging.
 * Moves are asked of the index by month, the newest only; letting go makes one step that Back undoes.
 */
import type { BoardPage } from './page.ts';

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Pixels of movement below which a press is a click on one month. */
const CLICK = 5;
/** Milliseconds without a key after which the period counts as chosen. */
const RESTED = 600;

export function startBrush(page: BoardPage): { mount(): void } {
  let unmount: () => void = () => undefined;
  return {
    mount() {
      const canvas = page.board().querySelector<HTMLElement>('.hw-trend__canvas');
      if (!canvas || canvas.querySelector('.hw-handle')) return;
      unmount();
      unmount = mountOn(page, canvas);
    },
  };
}

function mountOn(page: BoardPage, canvas: HTMLElement): () => void {
  const months = (canvas.dataset['months'] ?? '').split(' ').filter((month) => month !== '');
  const end = months.length - 1;
  if (end < 1) return () => undefined;
  let range = rangeOf(new URL(location.href).searchParams, months);

  const band = document.createElement('div');
  band.className = 'hw-brush';
  const handles = [handle('First month'), handle('Last month')] as const;
  canvas.append(band, ...handles);
  canvas.closest('[aria-hidden="true"]')?.removeAttribute('aria-hidden');
  for (const drawing of canvas.parentElement?.parentElement?.querySelectorAll('svg') ?? []) drawing.setAttribute('aria-hidden', 'true');

  const draw = () => {
    const share = (at: number) => `${(at / months.length) * 100}%`;
    const all = range.first === 0 && range.last === end;
    band.hidden = all;
    band.style.left = share(range.first);
    band.style.width = share(range.last + 1 - range.first);
    for (const [at, each] of handles.entries()) {
      const month = at === 0 ? range.first : range.last;
      each.style.left = share(at === 0 ? month : month + 1);
      each.setAttribute('aria-valuemin', '0');
      each.setAttribute('aria-valuemax', String(end));
      each.setAttribute('aria-valuenow', String(month));
      each.setAttribute('aria-valuetext', words(months[month] ?? ''));
    }
  };
  const address = () => {
    const url = new URL(page.board().dataset['url'] ?? location.href, location.href);
    const all = range.first === 0 && range.last === end;
    url.searchParams.delete('from');
    url.searchParams.delete('to');
    if (!all) {
      url.searchParams.set('from', months[range.first] ?? '');
      url.searchParams.set('to', months[range.last] ?? '');
    }
    return url.href;
  };
  const pace = paced(() => page.go(address(), { brushing: true, history: 'none', from: canvas }));
  const move = (next: Range) => {
    if (next.first === range.first && next.last === range.last) return;
    range = next;
    draw();
    pace.ask();
  };
  /** Makes the period a step of its own, unless something else was chosen `since`: that choice stands, and is not put back. */
  const settle = async (focus: 0 | 1 | null, since: number) => {
    if (page.steps() !== since) return;
    await pace.done();
    if (page.steps() !== since) return;
    const stays = focus !== null && handles.some((each) => each === document.activeElement);
    await page.go(address(), { from: canvas });
    if (stays) page.board().querySelectorAll<HTMLElement>('.hw-handle')[focus]?.focus({ preventScroll: true });
  };

  let rest: ReturnType<typeof setTimeout> | undefined;
  for (const [at, each] of handles.entries()) {
    const side = at === 0 ? 'first' : 'last';
    each.addEventListener('keydown', (event) => {
      const next = keyed(event.key, side, range, end);
      if (!next) return;
      event.preventDefault();
      move(next);
      // One step for Back when the keys have come to rest, not one a press.
      clearTimeout(rest);
      const since = page.steps();
      rest = setTimeout(() => void settle(at === 0 ? 0 : 1, since), RESTED);
    });
  }

  const monthAt = (x: number) => {
    const box = canvas.getBoundingClientRect();
    return Math.min(end, Math.max(0, Math.floor(((x - box.left) / box.width) * months.length)));
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const grabbed = handles.findIndex((each) => each.contains(event.target instanceof Node ? event.target : null));
    const fixed = grabbed === 0 ? range.last : grabbed === 1 ? range.first : monthAt(event.clientX);
    const startX = event.clientX;
    let dragging = grabbed >= 0;
    const onMove = (moved: PointerEvent) => {
      if (!dragging && Math.abs(moved.clientX - startX) < CLICK) return;
      if (!dragging) canvas.setPointerCapture(event.pointerId);
      dragging = true;
      const at = monthAt(moved.clientX);
      move({ first: Math.min(fixed, at), last: Math.max(fixed, at) });
    };
    const onEnd = () => {
      canvas.removeEventListener('pointermove', onMove);
      canvas.removeEventListener('pointerup', onEnd);
      canvas.removeEventListener('pointercancel', onEnd);
      if (!dragging) return;
      // The click that ends a drag is not a choice of one month.
      canvas.addEventListener('click', (click) => click.preventDefault(), { once: true, capture: true });
      const since = page.steps();
      setTimeout(() => void settle(null, since), 0);
    };
    if (grabbed >= 0) canvas.setPointerCapture(event.pointerId);
    canvas.addEventListener('pointermove', onMove);
    canvas.addEventListener('pointerup', onEnd);
    canvas.addEventListener('pointercancel', onEnd);
  });

  draw();
  return () => {
    band.remove();
    for (const each of handles) each.remove();
  };
}

function handle(name: string): HTMLElement {
  const each = document.createElement('div');
  each.className = 'hw-handle';
  each.tabIndex = 0;
  each.setAttribute('role', 'slider');
  each.setAttribute('aria-label', `${name} of the period`);
  return each;
}

function rangeOf(query: URLSearchParams, months: readonly string[]): Range {
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? '';
  const first = months.findIndex((month) => month >= from);
  const last = to === '' ? months.length - 1 : months.findLastIndex((month) => month <= to);
  return { first: Math.max(0, first), last: last < 0 ? months.length - 1 : Math.max(last, 0) };
}

function keyed(key: string, side: 'first' | 'last', range: Range, end: number): Range | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -12,
    PageUp: 12,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[key];
  if (step === undefined) return null;
  if (side === 'first') return { ...range, first: Math.min(range.last, Math.max(0, range.first + step)) };
  return { ...range, last: Math.max(range.first, Math.min(end, range.last + step)) };
}

const NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const words = (month: string) => `${NAMES[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;

/** Runs `work` for the newest request only: while one is under way, later ones wait as one. */
function paced(work: () => Promise<void>): { ask(): void; done(): Promise<void> } {
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work().catch(() => undefined);
    } while (again);
    running = null;
  };
  return {
    ask() {
      if (running) again = true;
      else running = run();
    },
    done: async () => {
      again = false;
      await running;
    },
  };
}
