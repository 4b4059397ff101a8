/** Organisations of the partnership: what they are, who is under whom, what the Serious Violence Duty makes of them. */
import { closeOrganisation, organisationMatters, reopenOrganisation } from './close.ts';
import { spokeConsistency } from './consistency.ts';
import { addOrganisation, changeOrganisation } from './edit.ts';
import { dutyCoverage, organisationList, organisationOne } from './read.ts';

export { closeOrganisation, organisationMatters, reopenOrganisation } from './close.ts';
export { type CountName, type HubConsistency, spokeConsistency } from './consistency.ts';
export type { AreaCoverage } from './coverage.ts';
export { addOrganisation, changeOrganisation } from './edit.ts';
export { type Branch, listed, treeOf } from './hierarchy.ts';
export { dutyCoverage, organisationList, organisationOne } from './read.ts';
export { DUTY_WORDS, type DutyStatus, ORGANISATION_TYPES, type OrganisationType, typeOf } from './types.ts';

export const organisationActions = [addOrganisation, changeOrganisation, closeOrganisation, reopenOrganisation];
export const organisationReads = [organisationList, organisationOne, organisationMatters, dutyCoverage, spokeConsistency];
