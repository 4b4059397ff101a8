import type { Deadline } from '../../../account/deadlines/index.ts';
import { urls } from '../../urls.ts';
import { deadlineTag } from '../shared.ts';

export const deadlineHref = (deadline: Deadline): string => (deadline.itemId === null ? urls.inspection(deadline.slug) : urls.recommendation(deadline.itemId));

/** What is met says so shortly in its tag, and when beneath. */
const tagOf = ({ state, met }: Deadline) => ({ ...deadlineTag(state), ...(met ? { text: state.state === 'met-late' ? 'Met late' : 'Met' } : {}) });

/** What the deadline is about: the kind where the title does not say it, and the report. */
const aboutOf = ({ kind, external, report }: Deadline): string =>
  `${external ? 'Tracked, owned elsewhere. ' : kind === 'milestone' ? 'Milestone. ' : ''}${report}`;

/** A row of a table of deadlines. */
export const deadlineRow = (deadline: Deadline) => ({
  href: deadlineHref(deadline),
  title: deadline.short,
  report: deadline.report,
  about: aboutOf(deadline),
  organisation: deadline.organisation,
  on: deadline.state.lastDay,
  embargoed: deadline.embargoed,
  met: deadline.met,
  state: deadline.external && !deadline.met ? ('tracked' as const) : deadline.state.state,
  tag: deadline.external && !deadline.met ? { text: 'Tracked', tag: 'govuk-tag--blue' } : tagOf(deadline),
  note: deadline.met ? deadline.state.words : null,
});
