import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Entry, plainWords, rank, search } from './match.ts';

const entry = (title: string, words = ''): Entry => ({ title, href: `/${title}`, words });

describe('one search', () => {
  test('every word must stand in it; the name counts more than what is said of it', () => {
    assert.equal(rank(entry('Serious violence'), 'serious'), 3);
    assert.equal(rank(entry('How serious is it'), 'serious'), 2);
    assert.equal(rank(entry('Report', 'on serious violence'), 'violence serious'), 1);
    assert.equal(rank(entry('Report', 'on serious violence'), 'serious knife'), 0);
    assert.equal(rank(entry('Report'), '  '), 0);
  });

  test('marks, case and accents do not matter', () => {
    assert.equal(rank(entry('Section-55 response'), 'SECTION 55'), 3);
    assert.equal(rank(entry('Callaway and Sant’Anna'), 'sant anna'), 2);
    assert.equal(rank(entry('Café'), 'cafe'), 3);
    assert.equal(plainWords('<script>'), 'script');
  });

  test('the group of the best find is first, at most so many are shown and the others are counted', () => {
    const groups = [
      { title: 'Far', entries: [entry('Other', 'stop')] },
      { title: 'Near', entries: [entry('Stop rate'), entry('Stops'), entry('By stop')] },
      { title: 'Nothing', entries: [entry('Else')] },
    ];
    const found = search(groups, 'stop', 2);
    assert.deepEqual(
      found.map(({ title, found: shown, more }) => [title, shown.map((each) => each.title), more]),
      [
        ['Near', ['Stop rate', 'Stops'], 1],
        ['Far', ['Other'], 0],
      ],
    );
  });

  test('whatever is typed, no error and nothing that does not have every word', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (title, words, query) => {
        for (const group of search([{ title: 'All', entries: [entry(title, words)] }], query, 5)) {
          const all = plainWords(`${title} ${words}`).replaceAll(' ', '');
          for (const word of plainWords(query).split(' ')) assert.ok(all.includes(word));
          for (const each of group.found) assert.ok(each.excerpt.length <= 141);
        }
      }),
    );
  });
});
