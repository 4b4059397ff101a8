// Warns two minutes before the session ends by itself. The server is asked first: another tab may have kept it alive.
const WARN_SECONDS = 120;
const ASK_SECONDS = 15;

const dialog = document.getElementById('hw-time-left');
const words = dialog.querySelector('[data-words]');
const stay = dialog.querySelector('[data-stay]');
const close = dialog.querySelector('[data-close]');
let timer = 0;

const wait = (seconds, next) => {
  clearTimeout(timer);
  timer = setTimeout(next, Math.max(1, seconds) * 1000);
};
const plan = (left) => wait(left - WARN_SECONDS + 1, look);

/** Seconds left, or null where the server does not answer. */
async function ask(method) {
  try {
    const body = method === 'POST' ? new URLSearchParams({ _form: dialog.dataset.form }) : null;
    const answer = await fetch(dialog.dataset.address, { method, body, headers: { accept: 'application/json' }, cache: 'no-store' });
    return answer.ok ? (await answer.json()).seconds : 0;
  } catch {
    return null;
  }
}

async function look() {
  const left = await ask('GET');
  if (left === null) return wait(ASK_SECONDS, look);
  if (left > WARN_SECONDS) {
    dialog.close();
    return plan(left);
  }
  if (!dialog.open) dialog.showModal();
  if (left <= 0) return over();
  const time = left > 60 ? '2 minutes' : left > 30 ? '1 minute' : `${ASK_SECONDS * 2} seconds`;
  say(`In less than ${time} you will be signed out, because nothing was done for half an hour or you signed in 12 hours ago.`);
  wait(Math.min(left, ASK_SECONDS), look);
}

function over() {
  clearTimeout(timer);
  say('You have been signed out. What you have typed on this page is still here: when you send it and sign in, it is given back to you.');
  stay.hidden = true;
  close.hidden = false;
  close.focus();
}

function say(text) {
  if (words.textContent !== text) words.textContent = text;
}

stay.addEventListener('click', async () => {
  const left = await ask('POST');
  if (left === 0) return over();
  if (left === null) return say('The service does not answer. Try again.');
  if (left <= WARN_SECONDS) return say('You signed in 12 hours ago and must sign in again. Send what you have typed: it is given back to you.');
  dialog.close();
  plan(left);
});
close.addEventListener('click', () => dialog.close());
plan(Number(dialog.dataset.seconds));
