/** Reads the text of `manifest.json` into a {@link Manifest}, or says plainly that it is damaged. */
import { z } from 'zod';
import { HeadwaterError } from '../errors.ts';
import type { Manifest } from './manifest.ts';

// Loose objects: a field that a later minor version added is carried through a commit, not dropped.
const text = z.string();
const count = z.number().int().nonnegative();
/** A plain file name: no manifest can make a reader open, or tidying remove, anything outside `snapshots/`. */
const fileName = z.string().regex(/^[a-z0-9][a-z0-9-]*\.duckdb$/);
const fieldNote = z.looseObject({ field: text, rule: text, reason: text, count });

const dataFile = z.looseObject({
  name: fileName,
  dataset: text,
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  from: text.nullable(),
  to: text.nullable(),
  contractVersion: text,
  coverage: z.record(text, z.record(text, count)),
  notes: z.array(text),
});

const snapshot = z.looseObject({
  id: z.string().regex(/^s[1-9]\d*$/),
  at: z.iso.datetime(),
  files: z.record(text, dataFile),
  live: z.array(text),
  removed: text.optional(),
});

const delivery = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  number: z.number().int().positive(),
  dataset: text,
  layout: text,
  fileName: text,
  sha256: text,
  bytes: count,
  receivedAt: text,
  source: text,
  publisher: text,
  licence: text,
  edition: text.nullable(),
  fictional: z.boolean(),
  from: text.nullable(),
  to: text.nullable(),
  counts: z.looseObject({ read: count, accepted: count, quarantined: count, repeats: count }),
  warnings: z.array(fieldNote),
  review: z.array(z.looseObject({ field: text, list: text, value: text, count })),
  quarantined: z.array(fieldNote),
  state: z.enum(['live', 'superseded', 'part-superseded']),
  supersededBy: text.optional(),
  supersedes: z.array(text).optional(),
  contractVersion: text,
  agreements: z.array(z.looseObject({ id: text, reference: text })).optional(),
});

const manifest = z
  .looseObject({
    version: z.literal(1),
    sequence: count,
    current: text.nullable(),
    snapshots: z.array(snapshot),
    deliveries: z.array(delivery),
  })
  .refine((m) => m.current === null || m.snapshots.some((s) => s.id === m.current && s.removed === undefined), {
    message: 'current names no snapshot that is kept',
    path: ['current'],
  });

/** Throws HeadwaterError `manifest-damaged`, `manifest-newer`. */
export function parseManifest(json: string, path: string): Manifest {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (cause) {
    throw damaged(path, String(cause));
  }
  if (typeof raw === 'object' && raw !== null && 'version' in raw && typeof raw.version === 'number' && raw.version > 1) {
    throw new HeadwaterError('fault', 'manifest-newer', `${path} was written by a later version of Headwater.`, {
      advice: 'Update Headwater, or name another home with --home.',
    });
  }
  const parsed = manifest.safeParse(raw);
  if (!parsed.success) throw damaged(path, z.prettifyError(parsed.error));
  // The schema is the type written out; zod's optional fields differ from it only in admitting `undefined`.
  return parsed.data as Manifest;
}

function damaged(path: string, detail: string): HeadwaterError {
  return new HeadwaterError('fault', 'manifest-damaged', `${path} is damaged, so Headwater cannot tell which data are live. Nothing was changed.`, {
    advice:
      'Put manifest.json back from a backup of the same home. The data files in snapshots/ have not been touched. Failing that, make a new home and deliver the files again.',
    detail,
  });
}
