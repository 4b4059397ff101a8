/** Which room an action or read is of, by its noun, in the order of the navigation. */
const ROOMS = {
  You: ['task', 'token', 'calendar-feed', 'session', 'credential', 'factor', 'own'],
  Account: [
    'inspection',
    'item',
    'milestone',
    'evidence',
    'plan',
    'document',
    'deadline',
    'portal',
    'import',
    'response',
    'chief-comment',
    'published',
    'accountability',
  ],
  Partnership: [
    'partnership',
    'organisation',
    'directory',
    'contact',
    'person',
    'membership',
    'seat',
    'terms',
    'agreement',
    'meeting',
    'meeting-action',
    'post',
    'panel',
    'case',
    'look',
    'decision',
    'product',
    'audit',
    'retention',
    'sharing',
  ],
  Data: ['figure', 'delivery'],
  Service: ['job'],
} as const;

export const rooms = Object.keys(ROOMS) as readonly (keyof typeof ROOMS)[];

/** Undefined for a noun that no room knows: its room adds it above, and a test says so. */
export function roomOf(name: string): string | undefined {
  const noun = name.split('.')[0] ?? '';
  return rooms.find((room) => (ROOMS[room] as readonly string[]).includes(noun));
}
