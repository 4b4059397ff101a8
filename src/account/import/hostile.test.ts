import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LESSONS, RECORD, REPORT, RESPONSE, SUMMARY } from './fixtures.ts';
import { proposeFromText } from './propose.ts';
import { assertPlaces } from './testing.ts';
import { LONGEST } from './decode.ts';
import { proposeDue } from './when.ts';
import { proposeOwner } from './owner.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('what cannot be read', () => {
  it('is refused in plain words', () => {
    for (const empty of ['', ' \n\t\u200b', '...', new Uint8Array()]) assert.throws(() => proposeFromText(empty), { code: 'import-empty', kind: 'bad-input' });
    for (const binary of [bytes('%PDF-1.7 x'), bytes('PK\u0003\u0004x'), '{\\rtf1 Recommendation 1', 'text\0text', new Uint8Array([0x89, 0x50, 0, 1, 2])]) {
      assert.throws(() => proposeFromText(binary), { code: 'import-not-text' });
    }
    assert.throws(() => proposeFromText('a'.repeat(10_000_000)), { code: 'import-too-long' });
    assert.throws(() => proposeFromText(new Uint8Array(LONGEST + 1)), { code: 'import-too-long' });
  });
});

describe('what is written in another way', () => {
  const items = (input: string | Uint8Array): unknown =>
    proposeFromText(input).items.map(({ kind, number, owner, due }) => ({ kind, number, owner: owner?.owner, due: due?.date }));

  it('reads the same with any line ends', () => {
    for (const text of [REPORT, RESPONSE, LESSONS, RECORD]) {
      for (const end of ['\r\n', '\r', '\u2028']) {
        assert.deepEqual(items(text.replaceAll('\n', end)), items(text));
        assertPlaces(proposeFromText(text.replaceAll('\n', end)));
      }
    }
  });

  it('reads the same in UTF-8 with its mark, UTF-16 and Windows-1252', () => {
    assert.deepEqual(items(bytes(`\ufeff${REPORT}`)), items(REPORT));
    assert.deepEqual(items(new Uint8Array(Buffer.from(`\ufeff${REPORT}`, 'utf16le'))), items(REPORT));
    const old = REPORT.replaceAll('’', '\u0092').replaceAll('“', '\u0093').replaceAll('”', '\u0094').replaceAll('–', '\u0096');
    const proposal = proposeFromText(new Uint8Array(Buffer.from(old, 'latin1')));
    assert.equal(proposal.source, REPORT);
    assert.match(proposal.notes.join(), /was read as Windows-1252/);
  });

  it('reads through marks of direction, which it points out, and keeps them', () => {
    const marked = REPORT.replaceAll('Recommendation 1\n', '\u200fRecommendation 1\u202c\n').replaceAll('By 30', '\u202bBy 30');
    const proposal = proposeFromText(marked);
    assert.deepEqual(items(marked), items(REPORT));
    assert.equal(proposal.source, marked);
    assert.match(proposal.notes.join(), /hidden marks that turn the direction/);
    assertPlaces(proposal);
  });

  it('finds recommendations in a text without line breaks', () => {
    const proposal = proposeFromText(
      'Knives near schools. We found much. Recommendation 1 By 31 March 2024, the Home Office should publish guidance. It matters. Recommendation 2: By 30 April 2024, chief constables should visit schools. The end.',
    );
    assert.deepEqual(
      proposal.items.map((item) => [item.number, item.text]),
      [
        ['1', 'By 31 March 2024, the Home Office should publish guidance.'],
        ['2', 'By 30 April 2024, chief constables should visit schools.'],
      ],
    );
  });

  it('says that one number has two texts', () => {
    const text = 'Recommendation 1\n\nThe force should visit schools.\n\nRecommendation 1\n\nThe force should close schools.';
    assert.deepEqual(
      proposeFromText(text).items.map((item) => item.text),
      ['The force should visit schools.'],
    );
    assert.match(proposeFromText(text).notes.join(), /twice with different words/);
  });

  it('takes lists under a section of their kind', () => {
    const text =
      'Areas for improvement\n\n- The force should answer sooner.\n- Supervisors need to check.\n- Calls were answered.\n\nRecommendations\n\nBy 1 May 2024, Ostermoor Police should train its staff.';
    assert.deepEqual(
      proposeFromText(text, { force: 'Varrowshire' }).items.map((item) => [item.kind, item.text, item.owner?.owner ?? null]),
      [
        ['area-for-improvement', 'The force should answer sooner.', 'own-force'],
        ['area-for-improvement', 'Supervisors need to check.', null],
        ['recommendation', 'By 1 May 2024, Ostermoor Police should train its staff.', 'other'],
      ],
    );
  });

  it('does not take an answer for a recommendation', () => {
    const proposal = proposeFromText(
      'Chief Constable response:\n\nWe agree.\n\nRecommendation 1\n\nAll schools were visited in May.\n\nPCC response:\n\nGood.',
    );
    assert.deepEqual(proposal.items, []);
    assert.deepEqual(
      proposal.response?.answers.map((one) => [one.number, one.text]),
      [['1', 'All schools were visited in May.']],
    );
  });
});

describe('due dates and owners', () => {
  it('are read as they are worded, or not at all', () => {
    const due = (text: string): unknown[] => [proposeDue(text)?.date, proposeDue(text)?.approximate];
    assert.deepEqual(due('By 31 March 2024, forces should act.'), ['2024-03-31', false]);
    assert.deepEqual(due('Forces should act by 1st May 2024 and report by June 2025.'), ['2024-05-01', false]);
    assert.deepEqual(due('By the end of February 2024, forces should act.'), ['2024-02-29', true]);
    assert.deepEqual(due('By 30 February 2024, forces should act.'), [null, false]);
    assert.deepEqual(due('Within three months, forces should act.'), [null, false]);
    assert.deepEqual(due('With immediate effect, forces should act.'), [null, false]);
    assert.equal(proposeDue('Forces should act after 31 March 2024.'), null);
  });

  it('come from who should', () => {
    const owner = (text: string, force?: string): string | undefined => proposeOwner(text, force === undefined ? {} : { force })?.owner;
    assert.equal(owner('By 1 May 2024, the Home Office should publish guidance for chief constables.'), 'home-office');
    assert.equal(owner('Chief constables should act.'), 'own-force');
    assert.equal(owner('All police forces should act.'), 'own-force');
    assert.equal(owner('Police and crime commissioners should act.'), 'policing-body');
    assert.equal(owner("The National Police Chiefs' Council and the College of Policing should act."), 'other');
    assert.equal(owner('The Chief Constable of Varrowshire should act.', 'Varrowshire'), 'own-force');
    assert.equal(owner('The Chief Constable of Ostermoor should act.', 'Varrowshire'), 'other');
    assert.equal(owner('Teachers should act.'), undefined);
    assert.equal(owner('It was found that forces act.'), undefined);
    assert.equal(proposeOwner('Chief constables and police and crime commissioners should act.', {})?.sure, 'unsure');
  });
});

describe('any text', () => {
  const pieces = [
    ...[REPORT, SUMMARY, RESPONSE, LESSONS, RECORD].flatMap((text) => text.split(/(?<=\n)/)),
    ...[
      'Recommendation 3',
      '\n\n',
      'By 31 March 2024, the force should ',
      ':',
      '\t',
      '<p>',
      '</p>',
      '"',
      '“',
      '\u200f',
      '- ',
      '1. ',
      '👮',
      '\r\n',
      'accepts recommendation 2. ',
    ],
  ];

  it('gives a proposal whose words are all the source’s own', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12 })), { minLength: 1, maxLength: 60, size: 'max' }), (parts) => {
        const text = `x${parts.join('').replaceAll('\0', '')}`;
        const proposal = proposeFromText(text);
        assert.equal(proposal.source, text);
        assertPlaces(proposal);
        for (const item of proposal.items) assert.deepEqual([item.occurrences[0]?.start, item.because.length > 0], [item.start, true]);
        assert.deepEqual(proposeFromText(text), proposal, 'the same again');
      }),
      { numRuns: 300 },
    );
  });

  it('takes marks with nothing between them for no quotation', () => {
    const says = 'As a result, we repeat the recommendation made in the *Safe ways to school* report';
    for (const text of [`${says}.\n“`, `${says}.\n“”`, `${says}.\n\n“   ”\n`, `${says}: “”.`, `${says}: “ ”.`]) {
      const proposal = proposeFromText(text);
      assertPlaces(proposal);
      assert.deepEqual(proposal.items, [], text);
    }
  });

  it('is read to its end, however it repeats itself', () => {
    // An expression that tries again from every place would not come back from these.
    const repeated = [
      'Recommendation 3\n\n',
      'Recommendation 3 By 31 March 2024, the force should do. ',
      '<p ',
      '<p>',
      '[',
      '([a',
      '"',
      'By 31 March ',
      'police ',
      'lesson:\n',
      '- a:\n',
      'repeat the recommendation in the x ',
      'Chief constable response\n',
      'accepts recommendation 3 ',
      'Link to report:\n',
      'Contents\nA 1\n',
      'under embargo until ',
      '*a',
      '. ',
      '\t',
      'inspection carried out ',
      'A and B ',
    ];
    for (const piece of repeated) {
      const text = `x ${piece.repeat(Math.ceil(400_000 / piece.length))}`;
      const proposal = proposeFromText(text);
      assert.equal(proposal.source.length, text.length, piece);
      assert.ok(proposal.items.length <= 500);
    }
  });
});
