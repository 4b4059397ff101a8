import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { barChart } from './bars.ts';
import { heatChart } from './heat.ts';
import { intervalChart } from './intervals.ts';
import { shadeClasses, shadeOf, valueScale } from './scale.ts';
import { esc, linkTo } from './svg.ts';
import { type TrendMonth, trendChart } from './trend.ts';

const mark = (key: string) => ({ link: linkTo(`?a=${key}`, key), words: `words of ${key}`, chosen: false });
const bar = (key: string, value: number | null, more: { unknown?: boolean; chosen?: boolean } = {}) => ({
  ...mark(key),
  label: key,
  text: value === null ? '[c]' : String(value),
  value,
  lower: null,
  upper: null,
  unknown: false,
  ...more,
});
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

describe('scales', () => {
  test('start at zero and reach past every value, with round ticks between', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1e7, noNaN: true }), { minLength: 1 }), (values) => {
        const scale = valueScale(values);
        assert.equal(scale.at(0), 0);
        assert.equal(scale.ticks[0], 0);
        assert.ok(scale.top >= Math.max(...values) * (1 - 1e-12));
        assert.ok(scale.ticks.length <= 12);
        for (const value of values) assert.ok(scale.at(value) >= 0 && scale.at(value) <= 1);
      }),
    );
  });

  test('every value has the shade of the legend range that it lies in, and ranges do not overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 60 }), (values) => {
        const classes = shadeClasses(values);
        assert.ok(classes.length >= 1 && classes.length <= 3);
        for (const [at, each] of classes.entries()) {
          assert.ok(each.from <= each.to);
          const next = classes[at + 1];
          if (next) assert.ok(each.to < next.from);
        }
        for (const value of values) {
          const range = classes.find((each) => value >= each.from && value <= each.to);
          assert.equal(shadeOf(classes, value), range?.shade);
        }
      }),
    );
  });
});

describe('bars', () => {
  test('lengths are in proportion from zero, hidden and unknown have patterns', () => {
    const html = barChart([{ heading: null, bars: [bar('a', 100), bar('b', 50), bar('c', null), bar('d', 25, { unknown: true })] }]);
    assert.match(html, /width="100%" class="hw-fill"/);
    assert.match(html, /width="50%" class="hw-fill"/);
    assert.match(html, /width="25%" class="hw-fill-unknown" fill="url\(#hw-unknown\)"/);
    assert.equal(count(html, /url\(#hw-hidden\)/g), 1);
    assert.doesNotMatch(html, /style=/);
  });

  test('the values put apart have a heading and the same scale', () => {
    const html = barChart([
      { heading: null, bars: [bar('a', 100)] },
      { heading: 'Apart', bars: [bar('b', 10)] },
    ]);
    assert.match(html, /Apart.*width="10%"/);
  });

  test('is out of reach of tab and of screen readers: the table is theirs', () => {
    const html = barChart([{ heading: null, bars: [bar('a', 1)] }]);
    assert.match(html, /^<div [^>]*aria-hidden="true"/);
    assert.equal(count(html, /<a /g), count(html, /tabindex="-1"/g));
  });
});

test('a point of a ranking has its interval and the line of the whole', () => {
  const point = { ...mark('a'), label: 'a', text: '10', value: 10, lower: 8, upper: 12 };
  const html = intervalChart([point], { value: 5, label: 'All: 5' }, String);
  assert.match(html, /class="hw-interval"/);
  assert.match(html, /class="hw-dot"/);
  assert.match(html, /class="hw-reference"/);
  assert.doesNotMatch(intervalChart([{ ...point, lower: null, upper: null }], null, String), /hw-dot|hw-interval/);
});

describe('the trend', () => {
  const month = (name: string, value: number | null, state: TrendMonth['state'] = 'whole', before: number | null = null): TrendMonth => ({
    ...mark(name),
    month: name,
    value,
    before,
    state,
    within: true,
  });
  const words = { now: 'now', before: 'before', write: String };

  test('a month without data is a gap with a band, not a zero and not joined across', () => {
    const html = trendChart([month('2025-01', 10), month('2025-02', null, 'none'), month('2025-03', 10), month('2025-04', 12)], words);
    const path = /<path class="hw-line" d="([^"]+)"/.exec(html)?.[1] ?? '';
    assert.equal(count(path, /M/g), 2);
    assert.equal(count(html, /url\(#hw-nodata\)/g), 2, 'the band and its legend');
  });

  test('an incomplete month is a hollow point that the line does not reach', () => {
    const html = trendChart([month('2025-01', 10), month('2025-02', 11), month('2025-03', 1, 'part'), month('2025-04', 12), month('2025-05', 12)], words);
    const path = /<path class="hw-line" d="([^"]+)"/.exec(html)?.[1] ?? '';
    assert.equal(count(path, /M/g), 2);
    assert.match(html, /hw-dot--part/);
    assert.match(html, /Month not complete/);
  });

  test('last year’s line is drawn where there is one', () => {
    assert.doesNotMatch(trendChart([month('2025-01', 10), month('2025-02', 11)], words), /hw-line--before/);
    assert.match(trendChart([month('2025-01', 10, 'whole', 8), month('2025-02', 11, 'whole', 9)], words), /hw-line--before/);
  });

  test('what lies outside the period is veiled', () => {
    const html = trendChart([{ ...month('2025-01', 10), within: false }, month('2025-02', 11), { ...month('2025-03', 12), within: false }], words);
    assert.equal(count(html, /class="hw-veil"/g), 2);
  });
});

test('a grid gives unknown and hidden cells patterns, never a shade', () => {
  const cell = { ...mark('a'), row: 0, column: 0, value: 5, state: 'shown' as const, unknown: false };
  const html = heatChart(
    [{ label: 'Monday', minor: false }],
    [{ label: '0', minor: false }],
    [cell, { ...cell, value: null, state: 'hidden' }, { ...cell, unknown: true }, { ...cell, value: null, state: 'none' }],
    String,
  );
  assert.equal(count(html, /<a [^>]*><rect [^>]*class="hw-shade-/g), 1);
  for (const pattern of ['hidden', 'unknown-light', 'nodata']) assert.equal(count(html, new RegExp(`url\\(#hw-${pattern}\\)`, 'g')), 2);
});

test('text from the data cannot become markup', () => {
  const evil = `"><script>'&`;
  const html = barChart([{ heading: evil, bars: [{ ...bar('a', 1), label: evil, words: evil }] }]);
  assert.doesNotMatch(html, /<script/);
  fc.assert(fc.property(fc.string(), (text) => assert.doesNotMatch(esc(text), /[<>"']/)));
});
