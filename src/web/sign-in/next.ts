/** Why somebody is at the sign-in page, and where they go afterwards. */
import { withQuery } from '../urls.ts';

const WHYS = ['expired', 'kept', 'out', 'everywhere', 'joined'] as const;
export type Why = (typeof WHYS)[number];

export const whyOf = (given: unknown): Why | null => WHYS.find((each) => each === given) ?? null;

/** `next` is a local path. Where a form was kept, its page is told that it has something to give back. */
export const destination = (next: string, why: Why | null): string => (why === 'kept' ? withQuery(next.split('?')[0] ?? '/', 'kept') : next);
