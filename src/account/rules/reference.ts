/** What `reference/inspection.json` holds about inspections: the period of section 55, inspectorates, recipients, sets of measures, portal columns. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Inspectorate {
  readonly code: string;
  readonly label: string;
  readonly short: string;
  /** Words by which a text names it. */
  readonly aliases: readonly string[];
}

export type DistributionCode = 'chief-constable' | 'police-and-crime-panel' | 'inspectors' | 'monitoring-portal' | 'secretary-of-state' | 'website';

export interface DistributionStep {
  readonly code: DistributionCode;
  readonly label: string;
  /** Required by section 55(6); the others are what policing bodies do. */
  readonly statutory: boolean;
  readonly source: string;
}

export interface MeasureSet {
  readonly code: string;
  readonly label: string;
  readonly source: string;
  readonly measures: readonly { readonly code: string; readonly label: string; readonly unit: string; readonly better: 'higher' | 'lower' }[];
}

export interface PortalColumn {
  readonly key: string;
  readonly title: string;
  readonly confirmed: boolean;
  readonly note: string;
}

interface InspectionReference {
  readonly section55: { readonly days: number; readonly beginsWithPublicationDay: boolean; readonly source: string };
  readonly inspectorates: readonly Inspectorate[];
  readonly distribution: readonly DistributionStep[];
  readonly measureSets: readonly MeasureSet[];
  readonly portal: { readonly source: string; readonly columns: readonly PortalColumn[] };
}

// The file is ours and a test reads every part of it, so its shape is trusted.
const held = JSON.parse(readFileSync(join(import.meta.dirname, '../../../reference/inspection.json'), 'utf8')) as InspectionReference;

export const SECTION_55 = held.section55;
export const INSPECTORATES = held.inspectorates;
export const DISTRIBUTION = held.distribution;
export const MEASURE_SETS = held.measureSets;
export const PORTAL_COLUMNS = held.portal.columns;

/** The inspectorate of a code, or undefined. */
export const inspectorate = (code: string): Inspectorate | undefined => INSPECTORATES.find((one) => one.code === code);
