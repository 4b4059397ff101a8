/** What an agreement can rest on, as `reference/sharing-powers.json` holds it: powers, lawful bases, conditions, kinds of data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Choice {
  readonly id: string;
  readonly title: string;
}

export interface SharingPower extends Choice {
  readonly short: string;
  readonly effect: 'permits' | 'requires';
  readonly limits: readonly string[];
  /** What it does not authorise: `patient`, `health-or-social-care-personal`. */
  readonly excludes: readonly string[];
  /** Nothing is said by its name alone: the agreement must say more. */
  readonly needsDetail?: boolean;
  readonly source: string;
  /** The words were read in the source. */
  readonly confirmed: boolean;
}

export interface LawfulBasis extends Choice {
  readonly regime: 'gdpr' | 'part-3' | 'none';
}

export interface DataKind extends Choice {
  readonly hint: string;
  readonly personal: boolean;
}

interface SharingReference {
  readonly powers: readonly SharingPower[];
  readonly lawfulBases: readonly LawfulBasis[];
  readonly specialBases: readonly Choice[];
  readonly kinds: readonly DataKind[];
}

// The file is ours and a test reads every part of it, so its shape is trusted.
const held = JSON.parse(readFileSync(join(import.meta.dirname, '../../../reference/sharing-powers.json'), 'utf8')) as SharingReference;

export const POWERS = held.powers;
export const LAWFUL_BASES = held.lawfulBases;
export const SPECIAL_BASES = held.specialBases;
export const KINDS = held.kinds;

const titleIn = (choices: readonly Choice[], id: string): string => choices.find((each) => each.id === id)?.title ?? id;

/** The title of a choice; the id itself for one that a later version brought. */
export const basisTitle = (id: string): string => titleIn(LAWFUL_BASES, id);
export const specialTitle = (id: string): string => titleIn(SPECIAL_BASES, id);
export const kindTitle = (id: string): string => titleIn(KINDS, id);

export const isIn = (choices: readonly Choice[], id: string): boolean => choices.some((each) => each.id === id);
