/**
 * Titles of office holders. Commissioners, mayors and deputy mayors all hold the office of a local policing body, and the offices are to change again:
 * so a title is words that the body may change, and these are what is offered first.
 */

/** From the name of a policing body: “Office of the Police, Fire and Crime Commissioner for …”. */
export function officeTitleOf(name: string): string {
  if (/mayor/i.test(name)) return 'Mayor';
  if (/fire/i.test(name) && /commissioner/i.test(name)) return 'Police, Fire and Crime Commissioner';
  return 'Police and Crime Commissioner';
}

/** London's two forces are led by commissioners. */
export const chiefTitleOf = (force: string): string => (/metropolitan|city of london/i.test(force) ? 'Commissioner' : 'Chief Constable');

/** `PCC` of “Police and Crime Commissioner”; a single word as it is. */
export function shortTitle(title: string): string {
  const words = title.split(/[\s,]+/).filter((word) => /^\p{Lu}/u.test(word));
  return words.length < 2 ? title : words.map((word) => word.charAt(0)).join('');
}

/** `Varrowshire` of “Varrowshire Police”. */
export const areaOf = (force: string): string => force.replace(/\s+(Constabulary|Police( Service)?)$/i, '');
