/** `npm run bench`: the figure and board benchmarks, as a table. `--rows N` (10,000,000), `--only board|people|paint`. */
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBoard } from './board.ts';
import { benchPaint } from './paint.ts';
import { benchPeople } from './people.ts';
import { benchHome } from './lib/home.ts';
import { type Line, missed, tableText } from './lib/measure.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000000' }, only: { type: 'string' } } });
const rows = Number(values.rows);
const wanted = (part: string) => values.only === undefined || values.only === part;
console.log(
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);

const lines: Line[] = [];
const home = wanted('board') || wanted('people') ? await benchHome(rows) : '';
if (wanted('board')) show('Board, pipeline and brush', rows, await benchBoard(home));
if (wanted('people')) show('People', rows, await benchPeople(home));
// The target for the browser is set at a million rows.
const paintRows = Math.min(rows, 1_000_000);
if (wanted('paint')) show('Browser', paintRows, await benchPaint(await benchHome(paintRows)));

// Other work on the machine stretches every figure: say so.
console.log(`\nLoad average during the run: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores.`);
console.log(
  lines.some(missed) ? `${lines.filter(missed).length} of ${lines.filter((each) => each.target !== undefined).length} targets missed.` : 'All targets met.',
);

function show(title: string, rows: number, found: readonly Line[]): void {
  lines.push(...found);
  console.log(`\n${tableText(`${title}, ${rows.toLocaleString('en-GB')} rows`, found)}`);
}
