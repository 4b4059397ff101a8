/** Panels, meetings, decisions, actions, and how partners take part (requirements R002, R009, R010, R143). */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import * as deeds from './actions.ts';
import { readParticipation } from './participation.ts';
import { listPanels, meetingOptions, readAction, readMeeting, readPanel, readPapers } from './reads.ts';

export * from './actions.ts';
export { meetingHealth } from './health.ts';
export { type Participation, readParticipation } from './participation.ts';
export {
  type ActionLine,
  listPanels,
  type MeetingPage,
  meetingOptions,
  type PanelRow,
  type Papers,
  readAction,
  readMeeting,
  readPanel,
  readPapers,
} from './reads.ts';
export { bankHoliday, holidaysKnown, isWeekend, type Standing } from './schedule.ts';

export const meetingActions: readonly AnyAction[] = Object.values(deeds);
export const meetingReads: readonly AnyRead[] = [listPanels, readPanel, readMeeting, readAction, readPapers, meetingOptions, readParticipation];
