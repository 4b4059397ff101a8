/** Every action and read of access. */
import type { AnyAction, AnyRead } from '../register/index.ts';
import { agreementActions, agreementReads } from './agreements/index.ts';
import { auditActions, auditReads } from './audit/index.ts';
import { lookActions, lookReads } from './looks/index.ts';
import { meetingActions, meetingReads } from './meetings/index.ts';
import { productActions, productReads } from './products/index.ts';
import { retentionActions, retentionReads } from './retention/index.ts';
import { remindOfHealth } from './health-remind.ts';
import { partnershipHealth } from './health-sources.ts';
import { caseActions, caseReads } from './cases/index.ts';
import { contactActions, contactReads } from './contacts/index.ts';
import { organisationActions, organisationReads } from './organisations/index.ts';
import { partnershipActions, partnershipReads } from './partnership/index.ts';
import { peopleActions, peopleReads } from './people/index.ts';
import { postActions, postReads } from './posts/index.ts';
import { seatActions, seatReads } from './seats/index.ts';
import { sharingActions, sharingReads } from './sharing/index.ts';
import { signInActions, signInReads } from './sign-in/index.ts';
import { termsActions, termsReads } from './terms/index.ts';
import { tasksOf } from './tasks.ts';
import { validationActions, validationReads } from './validation/index.ts';

export const accessActions: readonly AnyAction[] = [
  remindOfHealth,
  ...caseActions,
  ...contactActions,
  ...organisationActions,
  ...partnershipActions,
  ...peopleActions,
  ...postActions,
  ...seatActions,
  ...termsActions,
  ...agreementActions,
  ...auditActions,
  ...lookActions,
  ...meetingActions,
  ...productActions,
  ...retentionActions,
  ...sharingActions,
  ...signInActions,
  ...validationActions,
];
export const accessReads: readonly AnyRead[] = [
  tasksOf,
  partnershipHealth,
  ...caseReads,
  ...contactReads,
  ...organisationReads,
  ...partnershipReads,
  ...peopleReads,
  ...postReads,
  ...seatReads,
  ...termsReads,
  ...agreementReads,
  ...auditReads,
  ...lookReads,
  ...meetingReads,
  ...productReads,
  ...retentionReads,
  ...sharingReads,
  ...signInReads,
  ...validationReads,
];
