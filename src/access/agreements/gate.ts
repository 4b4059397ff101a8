/**
 * The gate: what may come in, and what may be seen exactly, follows from the agreements of the day (requirement R047). A feed that an agreement names
 * needs a live one; a feed that none names may pass only where its contract says that the data are open. Pure.
 */
import type { Agreement, Feed } from './load.ts';
import { isInForce, stoppedBy } from './state.ts';
import { receives } from './types.ts';

/** As the dataset's contract has it; what says nothing needs an agreement. */
export type Sharing = 'open' | 'agreement';

export interface Cover {
  readonly id: string;
  readonly reference: string;
}

export interface Passage {
  readonly passes: boolean;
  /** The live agreement that covers it; null where the data are open and no agreement names them. */
  readonly agreement: Cover | null;
  /** Why not, as a sentence, and what to do. Empty where it passes. */
  readonly reason: string;
  readonly advice: string;
  /** The agreement that stands in the way; null where there is none at all. */
  readonly stoppedBy: Cover | null;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const inWords = (day: string): string => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

const coverOf = ({ id, reference }: Agreement): Cover => ({ id, reference });
const pass = (agreement: Cover | null): Passage => ({ passes: true, agreement, reason: '', advice: '', stoppedBy: null });

/** Who can renew or sign an agreement: “Ask information governance at Varrow Council”. */
const ask = (governors: readonly string[]): string => `information governance${governors.length > 0 ? ` at ${governors.join(' or ')}` : ''}`;

/** A delivery of one dataset from one source. `agreements` are all there are, `governors` the organisations whose information governance can renew. */
export function feedPassage(agreements: readonly Agreement[], feed: Feed, sharing: Sharing, today: string, governors: readonly string[]): Passage {
  return passage(named(agreements, feed), `“${feed.dataset}” from ${feed.source}`, sharing, today, governors);
}

/** Exact counts of a dataset from one source, for an organisation. Only agreements under which it receives count. */
export function exactPassage(
  agreements: readonly Agreement[],
  feed: Feed,
  sharing: Sharing,
  organisationId: string | null,
  today: string,
  governors: readonly string[],
): Passage {
  const all = named(agreements, feed);
  if (all.length === 0) return passage([], `“${feed.dataset}” from ${feed.source}`, sharing, today, governors);
  const mine = all.filter((each) => each.parties.some((party) => party.organisationId === organisationId && receives(party)));
  if (mine.length === 0) {
    return {
      passes: false,
      agreement: null,
      stoppedBy: null,
      reason: `Your organisation receives nothing of “${feed.dataset}” from ${feed.source} under any sharing agreement`,
      advice: `The protected figure is there for everybody. For exact counts, ask ${ask(governors)} for an agreement that names your organisation.`,
    };
  }
  return passage(mine, `“${feed.dataset}” from ${feed.source}`, sharing, today, governors);
}

/** Drafts name nothing yet: one must not stop a feed that is open, nor carry it. */
const named = (agreements: readonly Agreement[], feed: Feed): Agreement[] =>
  agreements.filter((each) => each.signedOn !== null && each.feeds.some(({ dataset, source }) => dataset === feed.dataset && source === feed.source));

function passage(those: readonly Agreement[], what: string, sharing: Sharing, today: string, governors: readonly string[]): Passage {
  const live = those.find((each) => isInForce(each.state));
  if (live) return pass(coverOf(live));
  // The one that was in force last, or will be next, is the one to renew.
  const last = [...those].sort((a, b) => (b.endsOn ?? '').localeCompare(a.endsOn ?? ''))[0];
  if (last === undefined) {
    if (sharing === 'open') return pass(null);
    return {
      passes: false,
      agreement: null,
      stoppedBy: null,
      reason: `No sharing agreement covers ${what}`,
      advice: `Ask ${ask(governors)} to make and sign one that lists it as a feed. Nothing of it was kept.`,
    };
  }
  const stopped = stoppedBy(last, today);
  const since = stopped === null ? '' : ` ${stopped.why}${stopped.on === null ? '' : ` ${inWords(stopped.on)}`}`;
  return {
    passes: false,
    agreement: null,
    stoppedBy: coverOf(last),
    reason: `The sharing agreement for ${what} is not live: ${last.reference}${since}`,
    advice: `Ask ${ask(governors)} to ${last.state === 'suspended' ? 'resume' : 'renew'} ${last.reference}.`,
  };
}
