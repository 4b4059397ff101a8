import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dimensions, parseSlice } from '../../warehouse/index.ts';
import { type FormInput, formView } from './form.ts';

const inputOf = (query: string, more: Partial<FormInput> = {}): FormInput => ({
  path: '/figure/stops',
  by: ['month'],
  slice: parseSlice(query),
  dimensions: dimensions(),
  months: ['2020-01', '2020-02'],
  offers: new Map([
    [
      'sex',
      [
        { code: 'male', label: 'Male', unknown: false },
        { code: 'female', label: 'Female', unknown: false },
      ],
    ],
  ]),
  ...more,
});

test('what is chosen is chosen in the form, and stands first', () => {
  const form = formView(inputOf('sex=female&from=2020-02'));
  assert.deepEqual(
    form.groups[0]?.options.map((option) => [option.value, option.chosen]),
    [
      ['female', true],
      ['male', false],
    ],
  );
  assert.equal(form.from.find((option) => option.chosen)?.value, '2020-02');
  assert.equal(form.to.find((option) => option.chosen)?.value, '');
  assert.equal(form.by[0]?.find((option) => option.chosen)?.value, 'month');
});

test('a filter that the form does not offer travels along', () => {
  const form = formView(inputOf('lsoa=E01000001&sex=male'));
  assert.deepEqual(form.hidden, [{ name: 'lsoa', value: 'E01000001' }]);
});

test('each chip’s link is the same question without that one filter', () => {
  const form = formView(inputOf('sex=female&sex=male&from=2020-01'));
  const [from, female] = form.tags;
  assert.deepEqual([from?.text, from?.without], ['January 2020', '/figure/stops?by=month&sex=female&sex=male']);
  assert.deepEqual([female?.text, female?.without], ['Female', '/figure/stops?by=month&from=2020-01&sex=male']);
  assert.equal(form.clear, '/figure/stops?by=month');
});

test('a month that is asked for and not held is still shown as chosen', () => {
  assert.equal(formView(inputOf('to=2031-05')).to.find((option) => option.chosen)?.value, '2031-05');
});
