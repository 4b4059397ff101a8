/** The board in the browser: what the links and the form do anyway, without loading the whole page. */
import { startBrush } from './brush.ts';
import { startCopy } from './copy.ts';
import { startPointing } from './pointing.ts';
import { type BoardPage, boardPage, PARTS } from './page.ts';

const LINKS = '#hw-board .hw-views a[data-key], #hw-chips a[data-key], #hw-form a[data-key]';

function start(page: BoardPage): void {
  const brush = startBrush(page);
  page.onChange(() => {
    brush.mount();
    startCopy(page);
  });
  startPointing(page);
  startCopy(page);
  brush.mount();

  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement | SVGAElement>(LINKS) : null;
    const href = link?.getAttribute('href');
    if (!link || !href) return;
    event.preventDefault();
    void page.go(href, { key: link.getAttribute('data-key'), from: link });
  });

  // A link inside a drawing is not in the tab order; pressing it must not take the focus from where a keyboard left it.
  document.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('[aria-hidden="true"] a[tabindex="-1"]')) event.preventDefault();
  });

  document.addEventListener(
    'toggle',
    (event) => {
      const details = event.target;
      if (details instanceof HTMLDetailsElement && details.open && details.matches(PARTS) && details.childElementCount < 2) void page.fill(details);
    },
    true,
  );

  document.addEventListener('change', (event) => {
    const field = event.target;
    const form = field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.form : null;
    if (form?.id !== 'hw-form') return;
    // A district belongs to its force.
    if (field instanceof HTMLSelectElement && field.name === 'force') form.querySelector('#filter-district')?.remove();
    void page.go(formAddress(form), { from: form });
  });
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== 'hw-form') return;
    event.preventDefault();
    void page.go(formAddress(event.target), { from: event.target });
  });
}

/** What the form would ask for, without its empty fields. */
function formAddress(form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string' && value !== '') query.append(name, value);
  const text = query.toString();
  return text === '' ? form.action : `${form.action}?${text}`;
}

const page = boardPage();
if (page) start(page);
