/** Where a sign-in may lead: a path of this service, never another site. */
const HERE = 'http://here.invalid';
/** Going back to these would be going round in a circle. */
const NOT_TO = /^\/(sign-in|sign-out|join)(\/|$)/;

/** `text` as a path with its query, or `/` where it is anything else. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > 2000 || !/^\/(?![/\\])/.test(text) || !URL.canParse(text, HERE)) return '/';
  const url = new URL(text, HERE);
  // Browsers drop tabs and line ends, and read a backslash as a slash: what they would make of it decides.
  if (url.origin !== HERE || url.pathname.startsWith('//') || NOT_TO.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}`;
}
