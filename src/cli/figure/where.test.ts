import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whereParams } from './where.ts';

test('commas join conditions and bars join values', () => {
  assert.equal(whereParams(['force=norfolk|essex, crime-type=robbery']).toString(), 'force=norfolk&force=essex&crime-type=robbery');
  assert.equal(whereParams(['force=norfolk', 'crime-type=robbery']).toString(), 'force=norfolk&crime-type=robbery');
});

test('months are a period', () => {
  assert.equal(whereParams(['month=2018-10..2019-02']).toString(), 'from=2018-10&to=2019-02');
  assert.equal(whereParams(['month=2018-10']).toString(), 'from=2018-10&to=2018-10');
  assert.equal(whereParams(['month=2018-10..']).toString(), 'from=2018-10');
  assert.equal(whereParams([], '2018-10').toString(), 'from=2018-10');
});

test('a period given twice, a list of months and a half condition are refused', () => {
  assert.throws(() => whereParams(['month=2018-10'], '2018-10'), { code: 'cli-where', message: 'There are two periods.' });
  assert.throws(() => whereParams(['month=2018-10|2018-12']), { code: 'cli-where' });
  for (const half of ['force', 'force=', '=norfolk', 'force=|']) assert.throws(() => whereParams([half]), { code: 'cli-where' });
});
