/** The rules of the Account room: pure, with the time passed in. */
export { type ApprovalAnswer, mayApprove, type VersionAuthor } from './approval.ts';
export { type CalendarEvent, calendar } from './calendar.ts';
export { type DateParts, type DatePart, monthNumber, type ParsedDate, parseCivilDate } from './date-input.ts';
export { addDays, civilDate, civilDay, daysBetween, daysInMonth, formatDate, type Instant, isCivilDate, MONTHS, weekday } from './dates.ts';
export { type DeadlineState, type DeadlineWord, deadlineState, type LocalComparison, localDeadline, statutoryLastDay } from './deadline.ts';
export type { Change } from './difference.ts';
export { type DistributionRecord, type DistributionStanding, distributionState, type StepStanding } from './distribution.ts';
export { type EmbargoReading, type EmbargoState, embargoState, type LocalMoment, londonInstant, type ParsedEmbargo, parseEmbargo } from './embargo.ts';
export type { Evidence } from './evidence.ts';
export { ITEM_KIND_WORDS, ITEM_KINDS, type ItemKind, isOwn, itemName, OWNER_WORDS, OWNERS, type Owner } from './items.ts';
export type { Measure, MeasureStanding, MeasureState } from './measures.ts';
export type { Milestone, MilestoneStanding, MilestoneState } from './milestones.ts';
export { type ClosureRoute, type PortalExport, type PortalItem, portalRows } from './portal.ts';
export {
  DISTRIBUTION,
  type DistributionCode,
  type DistributionStep,
  INSPECTORATES,
  type Inspectorate,
  inspectorate,
  MEASURE_SETS,
  type MeasureSet,
  type PortalColumn,
} from './reference.ts';
export { type DeadlineForReminder, type Reminder, reminderDue } from './reminders.ts';
export { type Gap, type ItemForResponse, type Position, type ResponseDraft, responseGaps, STANCE_WORDS, STANCES, type Stance } from './response.ts';
export { type ReportForNeed, type ResponseNeed, responseNeed, SCOPES, type Scope } from './scope.ts';
export { ITEM_STATUS_WORDS, type ItemForStatus, type ItemStatus, itemStatus, type StatusStanding } from './status.ts';
export { type FieldDifference, type Fields, fieldDifferences } from './versions.ts';
