import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const MODULE = new URL('./child.mjs', import.meta.url).href;

/** A parent that runs `code` in the foreground, as scripts/start.mjs runs the server. */
function parentOf(code) {
  const script = `import { runInForeground } from ${JSON.stringify(MODULE)};
    process.exitCode = await runInForeground(process.execPath, ['-e', ${JSON.stringify(code)}]);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const WAITS = "setInterval(() => {}, 1000); console.log('pid ' + process.pid);";

test('the exit code passes through', async () => {
  const [code] = await once(parentOf('process.exit(5)'), 'exit');
  assert.equal(code, 5);
});

test('a signal passes through, and the child decides what it means', async () => {
  const parent = parentOf(`process.on('SIGTERM', () => process.exit(7)); ${WAITS}`);
  await once(parent.stdout, 'data');
  parent.kill('SIGTERM');
  const [code] = await once(parent, 'exit');
  assert.equal(code, 7);
});

test('a child that a signal ended gives 128 and its number', async () => {
  const parent = parentOf(WAITS);
  await once(parent.stdout, 'data');
  parent.kill('SIGTERM');
  const [code] = await once(parent, 'exit');
  assert.equal(code, 143);
});

test('a child notices that its parent was killed', async () => {
  const parent = parentOf(`process.on('disconnect', () => process.exit(0)); ${WAITS}`);
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(/pid (\d+)/.exec(String(line))?.[1]);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  for (let i = 0; i < 100 && alive(pid); i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(alive(pid), false);
});

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
