/** `headwater act`: any action of the pages and the API, JSON in and JSON out. */
import type { AnyAction } from '../../register/index.ts';
import { actions } from '../../service/index.ts';
import { helpOf, OPTION_HELP, runCall } from '../calls/call.ts';
import type { Io } from '../io.ts';

const all: readonly AnyAction[] = actions;

const general = `Does an action: the same as on the page and over the API, with the same permission, and on record.

Usage: headwater act                                     lists the actions
       headwater act NAME --help                         its fields
       headwater act NAME --input FILE --as EMAIL [--key KEY]

  --key KEY      a word of your own, new for each deed: sent again with the same key and input, it is not done again
${OPTION_HELP}`;

export const help = (args: readonly string[]): string => helpOf(all, general, args);

export const run = (args: readonly string[], io: Io): Promise<number> =>
  runCall('act', all, args, io, (acting, action, input, who, key) => acting.act(action, input, who, key === undefined ? {} : { key }));
