// The design systems' own behaviour: skip link, service navigation on a phone, filters that fold away.
import { initAll as initGovuk } from './govuk-frontend.js';
import { initAll as initMoj } from './moj-frontend.js';

initGovuk();
initMoj();

// "Copy" buttons stand beside text that can be selected by hand, and appear only where copying will work.
for (const button of document.querySelectorAll('[data-copy]')) {
  const source = document.getElementById(button.dataset.copy ?? '');
  if (!navigator.clipboard || !source) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const said = button.parentElement?.querySelector('[role=status]');
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      if (said) said.textContent = 'Copied';
    } catch {
      if (said) said.textContent = 'Your browser did not allow copying: select the text instead';
    }
  });
}
