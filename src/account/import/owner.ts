/** Whom an item is for: the subject of its `should`. */
import { type Owner, OWNER_WORDS } from '../rules/index.ts';
import type { ProposedOwner, ProposeOptions } from './types.ts';

const OWNERS: readonly { readonly owner: Owner; readonly words: RegExp }[] = [
  { owner: 'home-office', words: /\bhome (?:office|secretary)\b/i },
  {
    owner: 'other',
    words:
      /\b(?:college of policing|national police chiefs'? council|npcc|ministry of justice|department (?:for|of) [a-z]+|crown prosecution service|cps|government|youth justice board|youth endowment fund|nhs|integrated care boards?|local authorit(?:y|ies)|councils?|probation service|violence reduction units?|vrus)\b/i,
  },
  { owner: 'policing-body', words: /\b(?:(?:local )?policing bod(?:y|ies)|police(?:,? fire,?)? and crime commissioners?|pf?ccs?|mayors?)\b/i },
  { owner: 'own-force', words: /\b(?:chief (?:constables?|officers?)|(?:all )?(?:police )?forces?|constabular(?:y|ies))\b/i },
  { owner: 'own-force', words: /\b[A-Z][A-Za-z'-]+ (?:Police|Constabulary)\b/ },
];

const NAMED =
  /\bChief Constable of ([A-Z][A-Za-z'&-]*(?: (?:and |& )?[A-Z][A-Za-z'-]*){0,4})|\b([A-Z][A-Za-z'-]*(?: (?:and |& )?[A-Z][A-Za-z'-]*){0,4}) (?:Police|Constabulary)\b/;

/** @param text clean words of the item */
export function proposeOwner(text: string, { force }: ProposeOptions): ProposedOwner | null {
  const head = text.slice(0, 600);
  const verb = /\b(?:should|must)\b/i.exec(head);
  if (verb === null) return null;
  // A sentence may open with the due date: its subject follows the comma.
  const opening = /^\W{0,3}(?:by|within|immediately|with immediate effect|as soon as)\b[^,]{0,60},/i.exec(head.slice(0, verb.index));
  const subject = head.slice(opening?.[0].length ?? 0, verb.index).trim();
  const found = OWNERS.flatMap(({ owner, words }) => {
    const match = words.exec(subject);
    return match ? [{ owner, at: match.index, words: match[0] }] : [];
  }).toSorted((a, b) => a.at - b.at);
  const [first, ...rest] = found;
  if (first === undefined) return null;
  const others = rest.filter((one) => one.owner !== first.owner);
  const also = others.length === 0 ? '' : ` It also names ${others.map((one) => one.words).join(', ')}.`;
  const asked = `The text asks '${subject}'.${also}`;
  if (first.owner === 'own-force') {
    const match = NAMED.exec(subject);
    const name = match?.[1] ?? match?.[2];
    if (name !== undefined) return named(name, subject, asked, force);
  }
  return { owner: first.owner, name: subject, sure: others.length > 0 ? 'unsure' : 'likely', because: asked };
}

function named(name: string, subject: string, asked: string, force: string | undefined): ProposedOwner {
  if (force === undefined)
    return { owner: 'own-force', name: subject, sure: 'unsure', because: `${asked} A force is named, and which force is one's own is not known here.` };
  const own = name.toLowerCase().includes(force.toLowerCase()) || force.toLowerCase().includes(name.toLowerCase());
  return own
    ? { owner: 'own-force', name: subject, sure: 'likely', because: `${asked} That is ${force}.` }
    : { owner: 'other', name: subject, sure: 'likely', because: `${asked} That is not ${force}: ${OWNER_WORDS.other}.` };
}
