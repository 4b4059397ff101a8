// What the scripts print: plain lines that read the same on a terminal and in a log.

/** A line of progress. To stderr, so that a command's results keep stdout to themselves. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A failure in the user's words: what happened, then what to do. */
export class Stop extends Error {
  constructor(message, advice, exit = 1) {
    super(message);
    this.advice = advice;
    this.exit = exit;
  }
}

/** Runs a script's main function; a {@link Stop} becomes its message, anything else its stack. */
export async function run(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`\n${error.message}`);
    if (error.advice) say(error.advice);
    process.exitCode = error.exit;
  }
}

/** Calls `each` with the seconds gone by, every so often, until `work` has ended: silence looks like a hang. */
export async function whileWaiting(work, each, everySeconds = 5) {
  const begun = Date.now();
  const timer = setInterval(() => each(Math.round((Date.now() - begun) / 1000)), everySeconds * 1000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

export function seconds(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}
