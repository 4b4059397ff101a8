import { DEADLINE_KINDS, type Deadline } from '../../../account/deadlines/index.ts';
import { urls } from '../../urls.ts';
import { deadlineTag } from '../shared.ts';

export const deadlineHref = (deadline: Deadline): string => (deadline.itemId === null ? urls.inspection(deadline.slug) : urls.recommendation(deadline.itemId));

/** What is met says so shortly in its tag, and when beneath. */
const tagOf = ({ state, met }: Deadline) => ({ ...deadlineTag(state), ...(met ? { text: state.state === 'met-late' ? 'Met late' : 'Met' } : {}) });

/** A row of a table of deadlines. */
export const deadlineRow = (deadline: Deadline) => ({
  href: deadlineHref(deadline),
  title: deadline.title,
  kind: deadline.external ? 'Tracked, owned elsewhere' : DEADLINE_KINDS[deadline.kind],
  organisation: deadline.organisation,
  on: deadline.state.lastDay,
  embargoed: deadline.embargoed,
  met: deadline.met,
  tag: deadline.external && !deadline.met ? { text: 'Tracked', tag: 'govuk-tag--blue' } : tagOf(deadline),
  note: deadline.met ? deadline.state.words : null,
});
