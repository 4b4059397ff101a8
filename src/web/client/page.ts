/**
 * Fetches the board for an address and puts its views in place. One request at a time: a new one ends the old. Old values stay,
 * dimmed, until the new arrive; what is under the pointer does not move; the focus stays on the item that was chosen.
 */

export interface GoOptions {
  /** `data-key` of the mark that was chosen, to keep the focus on it. */
  readonly key?: string | null;
  /** What was acted on: it stays where it is on the screen. */
  readonly from?: Element;
  /** `push` makes a step that Back undoes (default); `keep` changes the address of this step; `none` leaves the address alone. */
  readonly history?: 'push' | 'keep' | 'none';
  /** The period is being dragged: the index by month answers, and views over time are left as they are. */
  readonly brushing?: boolean;
}

export interface BoardPage {
  go(href: string, options?: GoOptions): Promise<void>;
  /** Called after new views are in place. */
  onChange(listener: () => void): void;
  board(): HTMLElement;
  /** How many steps have begun that were not moves of a brush: tells whether something else was chosen meanwhile. */
  steps(): number;
  /** Fills a table, or the filter, that was left out because it was closed. */
  fill(details: HTMLDetailsElement): Promise<void>;
}

export function boardPage(): BoardPage | null {
  const first = document.getElementById('hw-board');
  const say = document.getElementById('hw-say');
  if (!first || !say) return null;
  const listeners: (() => void)[] = [];
  let current: AbortController | undefined;
  let steps = 0;

  const board = (): HTMLElement => document.getElementById('hw-board') ?? first;

  async function go(href: string, options: GoOptions = {}): Promise<void> {
    const { history: step = 'push', brushing = false } = options;
    current?.abort();
    if (!brushing) steps += 1;
    const control = new AbortController();
    current = control;
    const address = new URL(href, location.href);
    if (step === 'push') history.pushState(null, '', address);
    const late = setTimeout(() => board().classList.add('hw-board--busy'), 60);
    try {
      const next = await fetchBoard(address, openParts(board()), brushing, control.signal);
      place(board(), next, options);
      board().classList.remove('hw-board--busy');
      const canonical = next.dataset['url'];
      if (step !== 'none' && canonical !== undefined) history.replaceState(null, '', canonical);
      say?.replaceChildren(next.dataset['say'] ?? '');
      for (const listener of listeners) listener();
    } catch (error) {
      if (control.signal.aborted) return;
      // The page itself can say what is wrong, in full.
      if (!brushing) location.assign(address);
      else throw error;
    } finally {
      clearTimeout(late);
      if (current === control) board().classList.remove('hw-board--busy');
    }
  }

  async function fill(details: HTMLDetailsElement): Promise<void> {
    const next = await fetchBoard(new URL(board().dataset['url'] ?? location.href, location.href), [partOf(details)], false, null);
    const fresh = next.querySelector(`#${CSS.escape(details.id)} > :not(summary)`);
    if (fresh && details.isConnected && details.childElementCount < 2) details.append(fresh);
  }

  window.addEventListener('popstate', () => void go(location.href, { history: 'none' }));
  return { go, board, fill, steps: () => steps, onChange: (listener) => void listeners.push(listener) };
}

/** What of a board is sent only when it is open. */
export const PARTS = '#hw-filter, [id^="table-"]';

const partOf = (details: Element): string => details.id.replace('table-', '').replace('hw-', '');

function openParts(board: HTMLElement): readonly string[] {
  return [...board.querySelectorAll(`details[open]:is(${PARTS})`)].map(partOf);
}

async function fetchBoard(address: URL, tables: readonly string[], brushing: boolean, signal: AbortSignal | null): Promise<HTMLElement> {
  const query = new URLSearchParams(address.search);
  query.set('tables', tables.join(','));
  if (brushing) query.set('brush', '1');
  const response = await fetch(`${address.pathname}/board?${query}`, { signal, headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(`the board answered ${response.status}`);
  const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
  const next = parsed.getElementById('hw-board');
  if (!next) throw new Error('the answer is not a board');
  return next;
}

/** Swaps part by part: what is open stays open, what is focused stays focused. */
function place(board: HTMLElement, next: HTMLElement, { key, from, brushing }: GoOptions): void {
  const view = from?.closest('[data-view]')?.getAttribute('data-view') ?? null;
  const anchor = () => (view === null ? null : board.querySelector(`[data-view="${view}"]`));
  const top = anchor()?.getBoundingClientRect().top;
  const focused = focusOf(board, key ?? null);
  const scrolled = new Map(
    [...board.querySelectorAll('details[open] .hw-view__table')].map((each) => [each.closest('section')?.id, [each.scrollLeft, each.scrollTop] as const]),
  );
  const open = [...board.querySelectorAll('details[open]')].map((details) => details.id);
  for (const id of open) next.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '');

  swap(board, next, '.hw-slice', brushing === true ? ['#hw-chips'] : []);
  const old = new Map([...board.querySelectorAll('[data-view]')].map((each) => [each.id, each]));
  for (const fresh of next.querySelectorAll('[data-view]')) {
    const held = old.get(fresh.id);
    const still = brushing === true && (fresh.classList.contains('hw-view--trend') || fresh.classList.contains('hw-view--season'));
    if (held && !still) held.replaceWith(fresh);
  }
  swap(board, next, '.hw-about', []);
  board.dataset['url'] = next.dataset['url'] ?? '';

  for (const [id, [left, down]] of scrolled) {
    const table = id === undefined ? null : board.querySelector(`#${CSS.escape(id)} details[open] .hw-view__table`);
    table?.scrollTo(left, down);
  }
  const now = anchor()?.getBoundingClientRect().top;
  if (top !== undefined && now !== undefined && now !== top) window.scrollBy({ top: now - top, behavior: 'instant' });
  focused();
}

/** Replaces one part, or while dragging only what is named inside it. */
function swap(board: HTMLElement, next: HTMLElement, part: string, inside: readonly string[]): void {
  for (const selector of inside.length > 0 ? inside : [part]) {
    const held = board.querySelector(selector);
    const fresh = next.querySelector(selector);
    if (held && fresh) held.replaceWith(fresh);
  }
}

/** Remembers what has the focus, and gives a function that finds it again among the new parts. */
function focusOf(board: HTMLElement, key: string | null): () => void {
  const active = document.activeElement;
  if (!active || !board.contains(active)) return () => undefined;
  const { id } = active;
  const held = key ?? active.getAttribute('data-key');
  const within = active.closest('details')?.id ?? '';
  return () => {
    if (active.isConnected) return;
    const scope = within === '' ? board : (board.querySelector(`#${CSS.escape(within)}`) ?? board);
    const same = id !== '' ? board.querySelector<HTMLElement>(`#${CSS.escape(id)}`) : held === null ? null : visible(scope, held);
    // A chip that was removed leaves the focus with the other chips.
    const next = same ?? board.querySelector<HTMLElement>('#hw-chips a, #hw-filter summary');
    next?.focus({ preventScroll: true });
  };
}

function visible(scope: Element, key: string): HTMLElement | null {
  return scope.querySelector<HTMLElement>(`a[data-key="${CSS.escape(key)}"]:not([tabindex="-1"])`);
}
