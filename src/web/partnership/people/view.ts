/** A person's record in words. Pure. */
import { roleTitle } from '../../../access/index.ts';
import { day, list, moment } from '../../words.ts';

export const STATUS: Readonly<Record<'active' | 'suspended' | 'left', { readonly text: string; readonly tag: string }>> = {
  active: { text: 'Active', tag: 'govuk-tag--green' },
  suspended: { text: 'Suspended', tag: 'govuk-tag--yellow' },
  left: { text: 'Has left', tag: 'govuk-tag--grey' },
};

export const rolesOf = (roles: readonly string[]): string => list(roles.map(roleTitle));

/** `1 March 2026, open` or `1 March 2026 to 31 March 2026`. */
export const span = ({ fromOn, toOn }: { readonly fromOn: string; readonly toOn: string | null }): string =>
  toOn === null ? `since ${day(fromOn)}` : `${day(fromOn)} to ${day(toOn)}`;

const DEEDS: Readonly<Record<string, string>> = {
  'person.invite': 'Invited',
  'person.change': 'Details changed',
  'person.status': 'Access changed',
  'person.link': 'Link made',
  'person.one': 'Record looked at',
  'link.use': 'Link used',
};

interface Event {
  readonly at: Date;
  readonly action: string;
  readonly by: string | null;
  readonly personId: string | null;
}

/** The last deeds on a record: what, who, when. */
export const deedsOf = (events: readonly Event[], own: string) =>
  events.map((event) => ({
    what: DEEDS[event.action] ?? event.action,
    by: event.personId === own ? 'themselves' : (event.by ?? 'somebody of the partnership'),
    at: moment(event.at.toISOString()),
  }));
