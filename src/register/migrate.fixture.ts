/** Opens a register in a process of its own, for a test of several at once: prints which migrations it ran. */
import { connect } from './index.ts';
import { migrate } from './migrate.ts';

const [ownerUrl = '', appUrl = ''] = process.argv.slice(2);
const { applied } = await migrate(ownerUrl);
const register = await connect({ ownerUrl, appUrl });
await register.close();
process.stdout.write(JSON.stringify(applied));
