/** `headwater read`: any read of the pages and the API, JSON in and JSON out. */
import type { AnyRead } from '../../register/index.ts';
import { reads } from '../../service/index.ts';
import { helpOf, OPTION_HELP, runCall } from '../calls/call.ts';
import type { Io } from '../io.ts';

const all: readonly AnyRead[] = reads;

const general = `Asks the register: the same as on the page and over the API, with the same permission.

Usage: headwater read                                    lists the reads
       headwater read NAME --help                        its fields
       headwater read NAME [--input FILE] --as EMAIL

${OPTION_HELP}`;

export const help = (args: readonly string[]): string => helpOf(all, general, args);

export const run = (args: readonly string[], io: Io): Promise<number> =>
  runCall('read', all, args, io, (acting, read, input, who) => acting.read(read, input, who));
