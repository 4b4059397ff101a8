/**
 * One piece of work a turn of the event loop. Thirty boards that are asked for at the same moment, and answered from memory, would otherwise be worked out in one
 * go, and nobody else would be answered until all of them were.
 *
 * @returns runs a piece at once when none is waiting, else in its turn; what the piece throws is its caller's
 */
export function takeTurns(): <T>(work: () => T) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = false;
  function next(): void {
    const work = waiting.shift();
    busy = work !== undefined;
    if (work === undefined) return;
    work();
    setImmediate(next);
  }
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
      if (!busy) next();
    });
}
