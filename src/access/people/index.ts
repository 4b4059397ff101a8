/** People and their memberships. */
import { changePerson, invitePerson, setPersonStatus } from './invite.ts';
import { makeLink } from './link.ts';
import { changeMembership, giveMembership } from './membership.ts';
import { membershipOne, personList, personOne } from './read.ts';

export { changePerson, invitePerson, setPersonStatus } from './invite.ts';
export { makeLink } from './link.ts';
export { changeMembership, giveMembership } from './membership.ts';
export { membershipOne, personList, personOne } from './read.ts';

export const peopleActions = [invitePerson, changePerson, setPersonStatus, makeLink, giveMembership, changeMembership];
export const peopleReads = [personList, personOne, membershipOne];
