/** Disclosure control: what may be shown of counts, alone, in tables and across releases. docs/methods/disclosure.md; docs/adr/0002-protection.md. */
export { auditShown, type Shown, type ShownAudit, type ShownInterval, type ShownTable } from './audit-shown.ts';
export { intervalAudit, tableSystem } from './audit.ts';
export { type CellKeyOptions, type CellKeyRow, type CellKeyTable, cellKey, cellKeyNoise, cellKeyPerturb, cellKeyTable } from './cell-key.ts';
export { type CountsTableOptions, countsTable, type Printed, type PrintedTable, printedTable } from './counts-table.ts';
export { type Difference, type DifferencingOptions, differencing, type Published } from './differencing.ts';
export { type CellInterval, flowAudit } from './flow.ts';
export { ATOM_NOISE_FROM_KEPT, atomNoise, atomValue, countWeight, KEPT_SHARE, recordWeight, THIRDS_PER_KEPT } from './keys.ts';
export { type Form, formBounds, type Known, type LinearSystem } from './linear.ts';
export { dominanceRule, frequencyRule, pPercentRule, pqRule } from './primary.ts';
export { HIDDEN_AT_MOST, LARGEST_HIDDEN, type ProtectedCount, type ProtectOptions, perturbedCount, protectCount, SHOWN_FROM } from './protect-count.ts';
export { BASE, randomRoundOdds, redactThenRound, round5, roundBase, roundMid6 } from './round.ts';
export { REQUIRED_WIDTH, type SuppressOptions, type Suppression, suppress } from './suppress.ts';
export { type OptimalOptions, type OptimalSuppression, suppressOptimal } from './suppress-optimal.ts';
export { type CellMark, type Margin, type MarginTable, marginTable, type TableInput } from './table.ts';
