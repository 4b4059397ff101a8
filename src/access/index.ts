/** Access as other folders see it: roles, the policy table, sessions, and the actions and reads of people, organisations and agreements. */
export { asService } from './as-service.ts';
export { civilDay } from './civil-day.ts';
export { plusDays } from './days.ts';
export { defineAction, defineRead } from './define.ts';
export { can, isPolicyKey, POLICY, type PolicyKey, policy, policyKeys, reachOf, reachOfRole } from './policy.ts';
export { remindOfHealth } from './health-remind.ts';
export { type Role, ROLES, roleIds, roleTitle } from './roles.ts';
export { partnershipHealth, type HealthSubject } from './health-sources.ts';
export type { Finding, FindingPage, HealthSource, Severity } from './health.ts';
export { keepForm, takeForm } from './sign-in/kept-forms.ts';
export {
  findSession,
  formToken,
  isFormToken,
  liveMemberships,
  type MembershipView,
  type Session,
  startSession,
  whoOf,
} from './sign-in/sessions.ts';
export { finishTask, type NewTask, openTask, type Task, tasksOf } from './tasks.ts';
export { type Columns, within } from './within.ts';
export { accessActions, accessReads } from './actions.ts';
