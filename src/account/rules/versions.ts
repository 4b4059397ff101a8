/** What changed between two versions of a response: which fields, and in texts which words. */
import { type Change, difference } from './difference.ts';

export type Fields = Readonly<Record<string, string | null>>;

export interface FieldDifference {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The words; a field that was not there is an empty text. */
  readonly changes: readonly Change[];
}

/** The fields that differ, in the order of the newer version, then those that it dropped. A field that is null is the same as one that is absent. */
export function fieldDifferences(before: Fields, after: Fields): readonly FieldDifference[] {
  const keys = [...Object.keys(after), ...Object.keys(before).filter((key) => !Object.hasOwn(after, key))];
  return keys.flatMap((key) => {
    const [old, now] = [value(before, key), value(after, key)];
    return old === now ? [] : [{ key, before: old, after: now, changes: difference(old ?? '', now ?? '') }];
  });
}

const value = (fields: Fields, key: string): string | null => (Object.hasOwn(fields, key) ? (fields[key] ?? null) : null);
