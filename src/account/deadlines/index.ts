export { makeFeed, readFeed, revokeFeed, whoseFeed, type FeedView } from './feed.ts';
export type { Deadline, DeadlineKind } from './gather.ts';
export { isMonth, type MonthView, monthView } from './month.ts';
export { deadlineCalendar, listDeadlines } from './reads.ts';
export { dueReminders, remindOfDeadlines } from './reminders.ts';
