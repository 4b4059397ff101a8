/** Words that a response is made of. */
import { optionalText, requiredText } from '../fields.ts';

/** Longer than any response in the sources by far, and short enough for a form to carry several. */
const LONGEST_TEXT = 60_000;

/** A text of several paragraphs; may be empty. `what` begins the error: “The comments”. */
export const prose = (what: string) => optionalText(what, LONGEST_TEXT);

/** A text that has to be there. `missing` is the whole message: “Enter why it is returned”. */
export const needed = (missing: string, most = 2000) => requiredText('The text', most, missing);

/** One line; may be empty. */
export const line = (what: string, most = 200) => optionalText(what, most).transform((text) => text.replaceAll(/\s+/g, ' '));
