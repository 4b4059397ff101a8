/** Pointing at a mark: its exact words under the chart, and the same thing lit in the other views. */
import type { BoardPage } from './page.ts';

const MARK = 'a[data-words]';

export function startPointing(page: BoardPage): void {
  let lit: Element[] = [];

  const clear = () => {
    for (const each of lit) each.classList.remove('is-lit');
    lit = [];
  };
  const show = (mark: Element | null) => {
    clear();
    const view = mark?.closest('[data-view]');
    for (const readout of page.board().querySelectorAll('.hw-readout')) {
      const words = mark && view?.contains(readout) ? (mark.getAttribute('data-words') ?? '') : '';
      if (readout.textContent !== words) readout.textContent = words;
    }
    if (!mark) return;
    // The part of the key after the view's name is the same wherever the same thing is drawn.
    const same = (mark.getAttribute('data-key') ?? '').split(':')[1];
    if (same === undefined) return;
    lit = [...page.board().querySelectorAll(`${MARK}[data-key$="${CSS.escape(`:${same}`)}"]`)];
    for (const each of lit) each.classList.add('is-lit');
  };

  document.addEventListener('pointerover', (event) => {
    if (event.target instanceof Element && event.pointerType !== 'touch') show(event.target.closest(MARK));
  });
  document.addEventListener('pointerleave', () => show(null));
}
