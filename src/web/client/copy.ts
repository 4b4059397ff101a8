/** Copies the address of the board, which holds all of its state. */
import type { BoardPage } from './page.ts';

export function startCopy(page: BoardPage): void {
  const button = page.board().querySelector<HTMLButtonElement>('#hw-copy');
  if (!button?.hidden || !('clipboard' in navigator)) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(location.href);
    const text = button.textContent;
    button.textContent = 'Link copied';
    document.getElementById('hw-say')?.replaceChildren('Link copied');
    setTimeout(() => {
      button.textContent = text;
    }, 2000);
  });
}
