/** Points of contact and the directory of them. */
import { directory } from './directory.ts';
import { changeContact, contactChoices, nameContact } from './edit.ts';

export { directory } from './directory.ts';
export { changeContact, contactChoices, nameContact } from './edit.ts';

export const contactActions = [nameContact, changeContact];
export const contactReads = [directory, contactChoices];
