/** What makes a version of a response, and how it is told. */

export const DEEDS = {
  opened: 'Draft opened',
  saved: 'Saved',
  invited: 'Chief officer invited to comment',
  'none-received': 'No comments received, recorded',
  submitted: 'Submitted for approval',
  returned: 'Returned to the draft',
  approved: 'Approved',
  published: 'Published',
  'correction-opened': 'Correction opened',
} as const;

export type Deed = keyof typeof DEEDS;

export const isDeed = (text: string): text is Deed => Object.hasOwn(DEEDS, text);

/** Whoever does one of these has written in the version, and does not approve it. Approving, returning and publishing change no word. */
const WRITES: ReadonlySet<string> = new Set<Deed>(['opened', 'saved', 'invited', 'none-received', 'submitted', 'correction-opened']);

export const writes = (deed: string): boolean => WRITES.has(deed);

export const STATES = ['draft', 'review', 'approved', 'published'] as const;
export type ResponseState = (typeof STATES)[number];

/** @param published whether a version is published already, so that a draft is one of a correction */
export function stateWords(state: ResponseState, published: boolean): string {
  if (state === 'published') return 'Published';
  const word = { draft: 'Draft', review: 'Waiting for approval', approved: 'Approved, not published' }[state];
  return published ? `Published; correction: ${word.toLowerCase()}` : word;
}
