/** What a form says where somebody else was faster: who changed what, and how that stands now, in words. Pure. */
import type { StaleError } from '../../register/index.ts';
import { day, list, moment } from '../words.ts';

export interface StaleView {
  readonly title: string;
  readonly changes: readonly string[];
  /** The record's fields as they are now, by name. */
  readonly now: Readonly<Record<string, string>>;
}

/** @param held what stands beside the record or is kept as a code, as the page would say it: in place of the record's own fields */
export function staleView(error: StaleError, held?: Readonly<Record<string, string>>): StaleView {
  const changed = new Set(error.changes.flatMap((change) => change.fields));
  const now = Object.entries(held ?? error.now);
  // What nobody touched is what the form showed: repeating it would hide what is new.
  const touched = now.filter(([field]) => changed.has(field));
  return {
    title: error.message,
    changes: error.changes.map(
      ({ by, at, fields }) => `${by} changed ${fields.length > 0 ? list(fields.map(fieldWords)) : 'it'} on ${moment(at.toISOString())}`,
    ),
    now: Object.fromEntries((touched.length > 0 ? touched : now).map(([field, value]) => [field, words(value)])),
  };
}

/** `dueOn` as `due on`, for a change that the form has no label for. */
const fieldWords = (field: string): string => field.replaceAll(/([A-Z])/g, ' $1').toLowerCase();

function words(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'Nothing';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (value instanceof Date) return moment(value.toISOString());
  if (Array.isArray(value)) return value.length === 0 ? 'Nothing' : list(value.map(String));
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : String(value);
}
