/** Options without the fields that were left undefined, as functions with exact optional properties want them. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Object.entries cannot say that what is left are the same fields.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
