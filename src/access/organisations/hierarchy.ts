/** Hub and spokes (requirement R008): who is under whom, and what a hub has altogether. Pure. */

interface Node {
  readonly id: string;
  readonly parentId: string | null;
}

export interface Branch<T> {
  readonly of: T;
  readonly children: readonly Branch<T>[];
}

/** Whether `id` would end up under itself, were `parentId` its parent. */
export function wouldLoop(nodes: readonly Node[], id: string, parentId: string | null): boolean {
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]));
  const seen = new Set<string>();
  for (let at = parentId; at !== null; at = parents.get(at) ?? null) {
    if (at === id) return true;
    // A loop among others would be walked for ever; there is none that this would make.
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}

/** The tree; a node whose parent is not in the list is a root. Order within a branch is that of the list. */
export function treeOf<T extends Node>(nodes: readonly T[]): Branch<T>[] {
  const ids = new Set(nodes.map((node) => node.id));
  const under = Map.groupBy(nodes, (node) => (node.parentId !== null && ids.has(node.parentId) ? node.parentId : null));
  const branch = (of: T): Branch<T> => ({ of, children: (under.get(of.id) ?? []).map(branch) });
  return (under.get(null) ?? []).map(branch);
}

/** Everything under a branch, itself first. */
export const allOf = <T>(branch: Branch<T>): T[] => [branch.of, ...branch.children.flatMap(allOf)];

/** A list that somebody typed with commas, semicolons or line feeds between: trimmed, each once, in the order typed. */
export const listed = (text: string | null): string[] => [
  ...new Set(
    (text ?? '')
      .split(/[,;\n]/)
      .map((each) => each.trim().replaceAll(/\s+/g, ' '))
      .filter((each) => each !== ''),
  ),
];
