/** Boundaries ready to draw, projected once for each set of areas of a snapshot. */
import type { AreaLevel } from '../../understand/index.ts';
import { projectShapes, type Shape, type ShapePaths } from '../maps/index.ts';

export interface ShapeStore {
  /** @returns null where no boundary of these areas has been delivered */
  paths(level: AreaLevel, codes: readonly string[], snapshot: string): Promise<ShapePaths | null>;
}

export type BoundaryReader = (level: AreaLevel, codes: readonly string[], snapshot: string) => Promise<readonly Shape[]>;

const WIDTH = 420;
/** Sets of areas held: all forces, and the districts and LSOAs that people look at. */
const HELD = 200;

export function shapeStore(read: BoundaryReader): ShapeStore {
  const held = new Map<string, Promise<ShapePaths | null>>();
  return {
    paths(level, codes, snapshot) {
      const key = `${snapshot}/${level}/${[...codes].sort().join(',')}`;
      const ready = held.get(key);
      if (ready !== undefined) return ready;
      const made = read(level, codes, snapshot).then((shapes) => (shapes.length === 0 ? null : projectShapes(shapes, WIDTH)));
      made.catch(() => held.delete(key));
      held.set(key, made);
      const oldest = held.keys().next().value;
      if (held.size > HELD && oldest !== undefined) held.delete(oldest);
      return made;
    },
  };
}
