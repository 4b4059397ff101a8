/** What of a record leaves its organisation, and what is withheld (requirement R060). */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { liftRestriction, restrictField } from './actions.ts';
import { listWithheld, readShared } from './reads.ts';

export { liftRestriction, restrictField } from './actions.ts';
export { listWithheld, readShared, type SharedRecord, type WithheldLine } from './reads.ts';
export { noticeOf, REASONS, type Reason, reasonIds } from './reasons.ts';
export { shareable, type Shareable } from './shareable.ts';
export { type Audience, AUDIENCES, SHARING, type SharedType, sharedTypes } from './table.ts';
export { changeMilestone, putBack, type WithheldType } from './withheld.ts';

export const sharingActions: readonly AnyAction[] = [restrictField, liftRestriction];
export const sharingReads: readonly AnyRead[] = [listWithheld, readShared];
