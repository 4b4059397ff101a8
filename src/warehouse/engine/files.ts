/**
 * Which data files are attached to the readers' instance, and by how many readers each is held. A file is detached when it is
 * neither pinned (current, or lately asked for) nor held, so a swap never takes a file from under a reader.
 */
export interface AttachedFiles {
  /** Attaches what is missing and holds every file until the returned function is called. Resolves to the alias of each file name. */
  hold(names: readonly string[]): Promise<{ readonly alias: ReadonlyMap<string, string>; release(): void }>;
  /** The names to keep attached when nobody holds them. */
  pin(names: ReadonlySet<string>): void;
  attached(): readonly string[];
}

interface Held {
  readonly alias: string;
  readonly ready: Promise<void>;
  holders: number;
}

export function attachedFiles(attach: (name: string, alias: string) => Promise<void>, detach: (alias: string) => Promise<void>): AttachedFiles {
  const files = new Map<string, Held>();
  let pinned: ReadonlySet<string> = new Set();
  let count = 0;

  /** Aliases are never used twice, so a statement prepared for a detached file can never read another. */
  function open(name: string): Held {
    const found = files.get(name);
    if (found) return found;
    count += 1;
    const alias = `f${count}`;
    const held: Held = { alias, holders: 0, ready: attach(name, alias) };
    files.set(name, held);
    // A failed attach must be tried again by the next reader, not remembered.
    held.ready.catch(() => files.get(name) === held && files.delete(name));
    return held;
  }

  function dropIdle(): void {
    for (const [name, held] of files) {
      if (held.holders > 0 || pinned.has(name)) continue;
      files.delete(name);
      held.ready.then(() => detach(held.alias)).catch(() => undefined);
    }
  }

  return {
    async hold(names) {
      const held = names.map(open);
      for (const file of held) file.holders += 1;
      let released = false;
      const release = (): void => {
        if (released) return;
        released = true;
        for (const file of held) file.holders -= 1;
        dropIdle();
      };
      try {
        await Promise.all(held.map((file) => file.ready));
      } catch (error) {
        release();
        throw error;
      }
      return { alias: new Map(names.map((name, index) => [name, held[index]?.alias ?? ''])), release };
    },
    pin(names) {
      pinned = names;
      dropIdle();
    },
    attached: () => [...files.keys()],
  };
}
