import { HeadwaterError } from '../../errors.ts';
import type { Who } from '../../register/index.ts';

/** The organisation that somebody acts for. @throws HeadwaterError where they act for none */
export function ownOrganisation(who: Who): string {
  if (who.organisationId !== null) return who.organisationId;
  throw new HeadwaterError('forbidden', 'no-organisation', 'Only somebody who acts for an organisation can do that', {
    advice: 'Sign in as a person with a role in an organisation.',
  });
}
