import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proposeFromText } from './propose.ts';

const labelled = (label: string, value: string): ReturnType<typeof proposeFromText> => proposeFromText(`PCC response:\n\n${label}:\t${value}\n`);

describe('a labelled field', () => {
  it('is the scope in words, and what they seem to mean', () => {
    const scope = (value: string): unknown => labelled('Police Forces', value).fields.scope?.value;
    assert.equal(scope('All local forces in England and Wales'), 'all');
    assert.equal(scope('Varrowshire'), 'one');
    assert.equal(scope('Varrowshire, Ostermoor and Quillshire'), 'several');
    assert.equal(scope('Varrowshire and Ostermoor'), null, 'two forces, or one with two names');
  });

  it('is a date as people write one, or a note that it is none', () => {
    const published = (value: string): unknown[] => [
      labelled('Published On', value).fields.published?.value,
      labelled('Published On', value).fields.published?.sure,
    ];
    assert.deepEqual(published('8 March 2023'), ['2023-03-08', 'certain']);
    assert.deepEqual(published('Wednesday 8th of March, 2023'), ['2023-03-08', 'certain']);
    assert.deepEqual(published('2023-03-08'), ['2023-03-08', 'certain']);
    assert.deepEqual(published('08/03/2023'), ['2023-03-08', 'likely']);
    for (const value of ['30 February 2023', 'soon', '31/11/2023']) {
      assert.deepEqual(published(value), [undefined, undefined], value);
      assert.match(labelled('Published On', value).notes.join(), /could not be read as a date/);
    }
  });

  it('is a link that can be opened, or a note that it is none', () => {
    const link = (value: string): unknown => labelled('Link to Report', value).fields.link?.value;
    assert.equal(link('[The report](https://inspectorate.example/report)'), 'https://inspectorate.example/report');
    assert.equal(link('See https://inspectorate.example/report'), 'https://inspectorate.example/report');
    assert.equal(link('javascript:alert(1)'), undefined);
    assert.equal(link('https://'), undefined);
    assert.match(labelled('Link to Report', 'https://[').notes.join(), /no address that can be opened/);
  });

  it('is the grade as it stands', () => {
    assert.equal(labelled('Grade', 'Requires improvement').fields.grade?.value, 'Requires improvement');
    assert.deepEqual(labelled('Grade', '').blank, ['grade']);
  });
});
