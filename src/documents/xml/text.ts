/** A control character, a lone half of a pair and U+FFFE have no place in XML 1.0 (section 2.2, Char), not even as a reference. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/g;

/** The two overrides make letters stand in another order than they were written, so that a page says another thing than its text. */
const OVERRIDES = /[\u202D\u202E]/g;

/** The text without what XML 1.0 cannot hold: control characters are removed, lone surrogates become U+FFFD, line ends become "\n". */
export function legal(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(ILLEGAL, '').replace(OVERRIDES, '');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for the content of an element. */
export function escapeText(text: string): string {
  return legal(text).replace(/[&<>"']/g, (each) => ENTITIES[each] ?? each);
}

/** Text for an attribute's value in double quotes; what would be folded by the reader's normalisation (section 3.3.3) is a space already. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replace(/[\n\t]/g, ' ');
}

/** The address if a reader may follow it: http or https. Anything else (javascript:, file:, a relative path) is null. */
export function safeHref(href: string): string | null {
  const url = URL.parse(href.trim());
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}
