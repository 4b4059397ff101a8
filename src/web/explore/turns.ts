/**
 * One piece of work a turn of the event loop. Thirty boards that are asked for at the same moment, and answered from memory, would otherwise be worked out in one
 * go, and nobody else would be answered until all of them were. What can be finished goes before what is only begun.
 */
export interface Turns {
  readonly begin: <T>(work: () => T) => Promise<T>;
  readonly finish: <T>(work: () => T) => Promise<T>;
}

export function takeTurns(): Turns {
  const finishing: (() => void)[] = [];
  const beginning: (() => void)[] = [];
  let busy = false;
  function next(): void {
    const work = finishing.shift() ?? beginning.shift();
    busy = work !== undefined;
    if (work === undefined) return;
    work();
    setImmediate(next);
  }
  const within =
    (queue: (() => void)[]) =>
    <T>(work: () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        queue.push(() => {
          try {
            resolve(work());
          } catch (error) {
            reject(error);
          }
        });
        if (!busy) next();
      });
  return { begin: within(beginning), finish: within(finishing) };
}
