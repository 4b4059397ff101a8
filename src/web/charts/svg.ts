/** Text into HTML and SVG, safely, and the little geometry that every chart shares. Runs on the server and in the browser. */

const SPECIAL = /[&<>"']/;

/** Text made safe inside an element or a quoted attribute. */
export function esc(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** A percentage for an SVG attribute, to a hundredth: `37.5%`. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** One mark that can be chosen: where choosing it leads, and its exact words. */
export interface Mark {
  /** Attributes that make it a link, from {@link linkTo}: chart and table share them. */
  readonly link: string;
  /** The exact words shown when it is pointed at. */
  readonly words: string;
  readonly chosen: boolean;
}

/**
 * The attributes of a link to a choice.
 * @param href already safe in an attribute, or empty where there is nothing to choose
 * @param key stable name of the mark in its view, for focus and for lighting up the same thing in other views
 */
export function linkTo(href: string, key: string): string {
  return href === '' ? ` data-key="${esc(key)}"` : ` href="${href}" data-key="${esc(key)}"`;
}

/**
 * Attributes of a mark. Charts are hidden from assistive technology and from the tab order: the table under each holds the same
 * links in reading order.
 */
export function markAttributes(mark: Mark, className: string): string {
  return `class="${className}${mark.chosen ? ' is-chosen' : ''}" tabindex="-1"${mark.link} data-words="${esc(mark.words)}"`;
}

/** The mark of a value that is hidden to protect people. One that does not exist has no mark at all. */
export function hiddenMark(text: string, y: number, height: number): string {
  return text === '[c]' ? `<rect x="0" y="${y}" width="24" height="${height}" fill="url(#hw-hidden)"/>` : '';
}

/** Patterns used by every chart and map of a page, put into the page once. */
export function patterns(): string {
  return (
    '<svg class="hw-patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>' +
    '<pattern id="hw-unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="#767676"/></pattern>' +
    '<pattern id="hw-unknown-light" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/><rect width="2" height="6" fill="#b1b4b6"/></pattern>' +
    '<pattern id="hw-hidden" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#ffffff"/><circle cx="3" cy="3" r="1.3" fill="#505a5f"/></pattern>' +
    '<pattern id="hw-nodata" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="8" height="8" fill="#ffffff"/><rect width="1" height="8" fill="#b1b4b6"/></pattern>' +
    '</defs></svg>'
  );
}
