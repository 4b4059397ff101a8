import fc from 'fast-check';
import { bold, type CellBlock, type Doc, document, heading, type Item, link, note, paragraph, type Run, run } from './model.ts';
import { paragraphs } from './prose.ts';
import { readXml } from './xml/read.ts';

/** One of everything that a document can hold. */
export const SAMPLE: Doc = document(
  'Response to an inspection of Northshire Constabulary',
  { organisation: 'Office of the Police and Crime Commissioner for Northshire', subject: 'Section 55 response', date: '2025-01-12', marking: 'OFFICIAL' },
  [
    paragraph('Plain, ', bold('bold'), ', ', { text: 'italic', italic: true }, ' and ', link('the report', 'https://example.org/report?a=1&b=2'), '.'),
    {
      kind: 'details',
      caption: 'Details of the inspection',
      description: 'Names and what was entered under them',
      rows: [
        { key: 'Title', value: [paragraph('Serious youth violence')] },
        { key: 'Grade', value: [] },
        { key: 'Summary', value: paragraphs('It looks at:\n\n1. One\n2. Two\n5. Five') },
      ],
    },
    heading(1, 'Key findings'),
    ...paragraphs('Words.\n\n- a bullet\n- another\n\n3. third\n4. fourth'),
    heading(2, 'Recommendation 3'),
    note(paragraph('By 31 March 2024, chief constables should act.')),
    { kind: 'list', items: [{ mark: 'label', label: 'AFI 1', runs: [run('An area for improvement')] }] },
    { kind: 'page-break' },
    {
      kind: 'table',
      caption: 'Who was told',
      description: 'Who was told, and when',
      header: 'row',
      rows: [
        [[paragraph('Who')], [paragraph('When')]],
        [[paragraph('Panel')], [paragraph('14 January 2025')]],
      ],
    },
    heading(3, 'For office use only'),
    {
      kind: 'ticks',
      items: [
        { label: 'Sent to the panel', done: true, detail: '14 January 2025' },
        { label: 'Published', done: false },
      ],
    },
  ],
);

/** Text that tries to break out of XML, HTML, or a reader's eye; with a letter in it, since what is blank is dropped. */
const hostile = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        '\u0000',
        '\u001F',
        '\uD800',
        '\uDC00',
        '\u202E',
        '\uFFFE',
        '\r',
        '\n',
        '\t',
        ' ',
        '  ',
        ']]>',
        '<!--',
        '</w:t>',
        '<script>',
        '&lt;',
        '&',
        '"',
        "'",
        '%',
        'é',
        '😀',
      ),
    }),
  )
  .map((text) => `a${text}z`);

const anyRun: fc.Arbitrary<Run> = fc.oneof(
  hostile.map(run),
  hostile.map(bold),
  hostile.map((text): Run => ({ text, italic: true })),
  fc
    .tuple(
      hostile,
      fc.oneof(
        hostile,
        hostile.map((text) => `https://example.org/${text}`),
        fc.constant('javascript:alert(1)'),
      ),
    )
    .map(([text, href]) => link(text, href)),
);
const runs = fc.array(anyRun, { minLength: 1, maxLength: 3 });
const anyItem: fc.Arbitrary<Item> = fc.oneof(
  runs.map((each): Item => ({ mark: 'bullet', runs: each })),
  fc.tuple(runs, fc.integer({ min: 1, max: 99 })).map(([each, number]): Item => ({ mark: 'number', number, runs: each })),
  fc.tuple(runs, hostile).map(([each, label]): Item => ({ mark: 'label', label, runs: each })),
);
const cellBlock: fc.Arbitrary<CellBlock> = fc.oneof(
  runs.map((each) => paragraph(...each)),
  fc.array(anyItem, { minLength: 1, maxLength: 4 }).map((items): CellBlock => ({ kind: 'list', items })),
);
const cell = fc.array(cellBlock, { minLength: 1, maxLength: 2 });

/** Documents of every kind of block with hostile words in every place. */
export const anyDoc: fc.Arbitrary<Doc> = fc
  .record({
    title: hostile,
    organisation: hostile,
    subject: hostile,
    blocks: fc.array(
      fc.oneof(
        hostile.map((text) => heading(2, text)),
        cellBlock,
        cell.map((blocks) => note(...blocks)),
        fc
          .record({ caption: hostile, description: hostile, rows: fc.array(fc.record({ key: hostile, value: cell }), { minLength: 1, maxLength: 3 }) })
          .map((each) => ({ kind: 'details', ...each }) as const),
        fc
          .record({
            caption: hostile,
            description: hostile,
            header: fc.constantFrom('row', 'column'),
            rows: fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 3 }),
          })
          .map((each) => ({ kind: 'table', ...each }) as const),
        fc
          .array(fc.record({ label: hostile, done: fc.boolean(), detail: hostile }), { minLength: 1, maxLength: 3 })
          .map((items) => ({ kind: 'ticks', items }) as const),
        fc.constant({ kind: 'page-break' } as const),
      ),
      { maxLength: 6 },
    ),
  })
  .map(({ title, organisation, subject, blocks }) => document(title, { organisation, subject, date: '2025-01-12', marking: 'OFFICIAL' }, blocks));

/** The words of an XML text, elements left out, line ends of HTML kept. */
export function wordsOfXml(xml: string): string {
  let words = '';
  readXml(xml, {
    open: (element) => {
      if (element.local === 'br') words += '\n';
    },
    text: (text) => {
      words += text;
    },
  });
  return words;
}

/** White space folded: what a reader sees the same is the same. */
export const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();
