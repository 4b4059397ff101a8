/** Boards: which views, which questions, which findings. */
export { boardById, boards } from './boards.ts';
export { finding, incompleteMonths, trendFinding } from './findings.ts';
export { planBoard, settled } from './plan.ts';
export { areaFiltersBelow, chosen, isExactly, monthToggled, toggled, toggledPair, withMonths, without, withValues } from './slice.ts';
export type { AreaLevel, Board, BoardId, BoardMeasure, BoardPlan, BoardState, PlannedView, View, ViewOption } from './types.ts';
export { cellText, type Kind, monthName, monthOfYear, monthShifted, onAxis, written } from './words.ts';
