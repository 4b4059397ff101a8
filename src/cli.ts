/** The command `headwater`, run by bin/headwater.mjs and scripts/start.mjs. */
import { main, processIo } from './cli/index.ts';

process.exitCode = await main(process.argv.slice(2), processIo());
