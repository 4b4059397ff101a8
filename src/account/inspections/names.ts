/** Names of who inspects and of whom, from their codes; what is no code is a name already. */
import { itemByCode } from '../../reference/index.ts';
import { inspectorate } from '../rules/index.ts';

export const inspectorateShort = (code: string): string => inspectorate(code)?.short ?? code;
export const inspectorateName = (code: string): string => inspectorate(code)?.label ?? code;
export const forceName = (code: string): string => itemByCode('force', code)?.label ?? code;
