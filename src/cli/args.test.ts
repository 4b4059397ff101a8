import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeadwaterError } from '../errors.ts';
import { nearest, oneOf, readArgs } from './args.ts';

const OPTIONS = { by: { type: 'string', multiple: true }, demo: { type: 'boolean' } } as const;

function complaint(args: string[]): string {
  try {
    readArgs('figure', args, OPTIONS, false);
  } catch (error) {
    assert.ok(error instanceof HeadwaterError);
    assert.equal(error.exit, 2);
    assert.match(error.advice ?? '', /headwater figure --help/);
    return error.message;
  }
  return assert.fail('nothing was refused');
}

test('options are read, those of every command too', () => {
  const { values } = readArgs('figure', ['--by', 'month', '--by=force', '--home', '/data', '--demo'], OPTIONS, false);
  assert.deepEqual({ ...values }, { by: ['month', 'force'], home: '/data', demo: true });
});

test('what is wrong is said in words', () => {
  assert.equal(complaint(['--bye', 'month']), 'There is no option --bye here. Did you mean --by?');
  assert.equal(complaint(['--by']), '--by needs a value after it.');
  assert.match(complaint(['--by', '--demo']), /^--by needs a value after it\./);
  assert.equal(complaint(['--demo=yes']), '--demo takes no value.');
  assert.equal(complaint(['extra']), '“extra” is one word too many here.');
});

test('a value outside the list is refused with the list', () => {
  assert.equal(oneOf('--format', undefined, ['table', 'csv']), 'table');
  assert.throws(() => oneOf('--format', 'xls', ['table', 'csv']), { code: 'cli-value', advice: 'It is one of: table, csv.' });
});

test('a word far from every known word gets no suggestion', () => {
  assert.equal(nearest('servr', ['serve', 'deliver']), 'serve');
  assert.equal(nearest('xyzzy', ['serve', 'deliver']), undefined);
});
