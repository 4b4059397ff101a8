/** A person's record in words. Pure. */
import { roleTitle } from '../../../access/index.ts';
import { day, list, moment } from '../../words.ts';
import { actionWords, type TitleOf } from '../audit/words.ts';

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
  'administrator.create': 'Made an administrator',
  'factor.codes': 'New recovery codes made',
  'factor.recovery-used': 'Recovery code used',
  'factor.remove': 'Second factor taken away',
  'factor.set-up': 'Second factor set up',
  'identity.link': 'Sign-in of their organisation joined',
  'link.use': 'Link used',
  'password.change': 'Password changed',
  'person.change': 'Details changed',
  'person.forget-factor': 'Lost second factor taken away',
  'person.invite': 'Invited',
  'person.link': 'Link made',
  'person.one': 'Record looked at',
  'person.sign-in': 'Ways to sign in looked at',
  'person.status': 'Access changed',
  'person.unlock': 'Pause after wrong tries ended',
  'session.start': 'Signed in',
  'sign-in.code': 'Wrong code typed',
  'sign-in.password': 'Wrong password typed',
  'sign-in.pause': 'Paused after wrong tries',
};

/** These are refusals by what they are. */
const REFUSALS = new Set(['sign-in.code', 'sign-in.password', 'sign-in.pause']);

interface Event {
  readonly at: Date;
  readonly action: string;
  readonly outcome: string;
  readonly by: string | null;
  readonly personId: string | null;
}

const whatOf = ({ action, outcome }: Event, titleOf: TitleOf): string =>
  `${DEEDS[action] ?? actionWords(action, titleOf)}${outcome === 'refused' && !REFUSALS.has(action) ? ' (refused)' : ''}`;

/** The last deeds on a record: what, who, when. The same one after the other in a minute is one line, with how often. */
export function deedsOf(events: readonly Event[], own: string, titleOf: TitleOf) {
  const lines: { what: string; by: string; at: string; times: number }[] = [];
  for (const event of events) {
    const what = whatOf(event, titleOf);
    const by = event.personId === own ? 'themselves' : (event.by ?? 'somebody of the partnership');
    const at = moment(event.at.toISOString());
    const last = lines.at(-1);
    if (last?.what === what && last.by === by && last.at === at) last.times += 1;
    else lines.push({ what, by, at, times: 1 });
  }
  return lines;
}
