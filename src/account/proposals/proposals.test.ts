import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { HeadwaterError } from '../../errors.ts';
import { InputError } from '../../register/index.ts';
import { fileContent } from '../documents/index.ts';
import { listInspections, readInspection } from '../inspections/index.ts';
import { listItems } from '../items/index.ts';
import { macros, openRoom, type Room } from '../testing/room.ts';
import { confirmImport, discardImport, type ImportView, listImports, proposeImport, proposedValues, readImport } from './index.ts';
import { findAlike, likeness, sameReport } from './likeness.ts';

const TEXT = `Response of the Varrowshire Police and Crime Commissioner
Inspection Title:\tAn inspection of how well the police tackle serious youth violence
Published On:\t8 March 2023
Inspectorate:\tHMICFRS
Police Forces:\tAll local forces in England and Wales
Link to Report:\thttps://hmicfrs.example/syv

Recommendations:

Recommendation 3

By 31 March 2024, Chief Constables should make sure their officers are trained in the use of Home Office crime outcome 22.

Recommendation 4

By 31 March 2024, Chief Constables should make sure their forces, through data collection and analysis, understand the levels of <b>racial disproportionality</b> in serious youth violence in their force areas.
`;

/** What the check page sends where everything stands as proposed, with nothing ticked. */
function untouched(view: ImportView) {
  const values = proposedValues(view.proposal);
  const [embargoOn = '', embargoTime = ''] = (values.embargo ?? '').split(' ');
  return {
    id: view.id,
    version: view.version,
    into: '',
    ticks: [] as string[],
    report: {
      title: values.title ?? '',
      kind: 'thematic',
      inspectorates: (values.inspectorates ?? '').split(' ').filter((code) => code !== ''),
      publishedOn: values.publishedOn ?? '',
      embargoOn,
      embargoTime,
      scope: values.scope ?? '',
      link: values.link ?? '',
      grade: values.grade ?? '',
      summary: values.summary ?? '',
      localDeadline: values.localDeadline ?? '',
      response: 'needed',
    },
    items: view.proposal.items.map((item, index) => ({
      index,
      file: false,
      ownerRight: false,
      dueRight: false,
      kind: item.kind,
      number: item.number ?? '',
      text: item.text,
      owner: item.owner?.owner ?? '',
      ownerName: item.owner?.name ?? '',
      organisationId: '',
      dueOn: item.due?.date ?? '',
      themes: '',
      measures: [] as string[],
      repeatsId: '',
    })),
  };
}

const ALL = ['title', 'inspectorates', 'publishedOn', 'scope', 'link', 'grade', 'summary', 'localDeadline', 'embargo'];
const issuesOf = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof InputError, String(error));
  return error.issues.map((issue) => issue.path);
};

describe('an import', () => {
  let room: Room;
  before(async () => {
    room = await openRoom();
  });
  after(() => room?.remove());

  const propose = async (text = TEXT): Promise<ImportView> => {
    const { id } = await room.acting.act(proposeImport, { name: '', text, file: null }, room.officer);
    return room.acting.read(readImport, { id }, room.officer);
  };
  const reports = async () => (await room.acting.read(listInspections, {}, room.officer)).length;

  test('files nothing by itself, and nothing that nobody confirmed', async () => {
    const view = await propose();
    assert.equal(view.proposal.items.length, 2);
    assert.equal(await reports(), 0);
    const paths = await issuesOf(room.acting.act(confirmImport, untouched(view), room.officer));
    assert.deepEqual(paths, ['tick-title', 'tick-inspectorates', 'tick-publishedOn', 'tick-scope']);
    assert.equal(await reports(), 0);
    assert.equal((await room.acting.read(listImports, {}, room.officer)).length, 1);
  });

  test('an owner and a due date are confirmed apart, each in its turn', async () => {
    const view = await propose();
    const given = { ...untouched(view), ticks: ALL };
    const items = given.items.map((item) => ({ ...item, file: true }));
    assert.deepEqual(await issuesOf(room.acting.act(confirmImport, { ...given, items }, room.officer)), [
      'items.0.ownerRight',
      'items.0.dueRight',
      'items.1.ownerRight',
      'items.1.dueRight',
    ]);
  });

  test('files what was confirmed, leaves out what was not, and keeps the text for ever', async () => {
    const view = await propose();
    const given = { ...untouched(view), ticks: ALL.filter((field) => field !== 'link') };
    const items = given.items.map((item) => ({ ...item, file: item.index === 0, ownerRight: true, dueRight: true }));
    const done = await room.acting.act(confirmImport, { ...given, items }, room.officer);
    assert.deepEqual([done.items, done.left, done.notFiled], [1, ['link to the report'], 1]);
    const report = await room.acting.read(readInspection, { slug: done.slug }, room.chief);
    assert.deepEqual([report.publishedOn, report.scope, report.link, report.deadline?.lastDay], ['2023-03-08', 'all', null, '2023-05-02']);
    assert.equal(report.sources[0]?.text, TEXT);
    assert.equal(report.sources[0]?.sha256, createHash('sha256').update(TEXT).digest('hex'));
    const [item] = await room.acting.read(listItems, {}, room.chief);
    assert.deepEqual([item?.number, item?.dueOn, item?.organisation], ['3', '2024-03-31', 'Varrowshire Police']);
    await assert.rejects(
      room.look((tx) => tx.updateTable('inspectionSource').set({ text: 'x' }).execute()),
      /permission denied/,
    );
    const again = await room.acting.act(confirmImport, { ...given, items }, room.officer).catch((error: HeadwaterError) => error.code);
    assert.equal(again, 'import-over');
  });

  test('a report that is on file is not filed twice unasked; its items are offered as repeats', async () => {
    const view = await propose();
    assert.equal(view.same.length, 1);
    assert.match(view.alike[0]?.[0]?.name ?? '', /Recommendation 3/);
    const given = { ...untouched(view), ticks: ALL };
    assert.deepEqual(await issuesOf(room.acting.act(confirmImport, given, room.officer)), ['into']);
    const into = view.same[0]?.id ?? '';
    const items = given.items.map((item) => ({ ...item, file: true, ownerRight: true, dueRight: true }));
    assert.deepEqual(await issuesOf(room.acting.act(confirmImport, { ...given, into, items }, room.officer)), ['items.0.number']);
    await room.acting.act(confirmImport, { ...given, into, items: items.slice(1) }, room.officer);
    assert.equal(await reports(), 1);
    const all = await room.acting.read(listItems, {}, room.officer);
    assert.deepEqual(
      all.map((item) => item.number),
      ['3', '4'],
    );
    // HTML in the text is passed over in reading, and stays what it is in the source.
    assert.match(all[1]?.text ?? '', /racial disproportionality/);
  });

  test('discarded, nothing of it is kept', async () => {
    const view = await propose('Recommendation 1\n\nThe Home Office should do something by 31 March 2024.');
    await room.acting.act(discardImport, { id: view.id, version: view.version }, room.officer);
    const row = await room.look((tx) => tx.selectFrom('importProposal').select(['text', 'proposal']).where('id', '=', view.id).executeTakeFirstOrThrow());
    assert.deepEqual(row, { text: '', proposal: {} });
  });

  test('a PDF, a macro, nothing, and both at once: each a clear answer at its field', async () => {
    const give = (text: string, file: ReturnType<typeof fileContent> | null) => room.acting.act(proposeImport, { name: '', text, file }, room.officer);
    assert.deepEqual(await issuesOf(give('', null)), ['text']);
    assert.deepEqual(await issuesOf(give('a', fileContent('a.txt', Buffer.from('a')))), ['text']);
    assert.deepEqual(await issuesOf(give('', fileContent('a.docx', macros()))), ['file']);
    assert.deepEqual(await issuesOf(give('', fileContent('a.pdf', Buffer.from('%PDF-1.4\n%%EOF')))), ['file']);
    assert.deepEqual(await issuesOf(give('   \n', null)), ['text']);
  });

  test('an import is its organisation’s own', async () => {
    const view = await propose();
    const elsewhere = { ...room.officer, organisationId: room.council };
    const code = await room.acting.read(readImport, { id: view.id }, elsewhere).catch((error: HeadwaterError) => error.code);
    assert.equal(code, 'no-such-import');
  });
});

test('a long report is held against a full register while others wait no longer than they notice', () => {
  const word = (n: number): string => `${['force', 'outcome', 'victim', 'record', 'evidence', 'officer'][n % 6]}${n % 67}`;
  const text = (from: number): string => Array.from({ length: 90 }, (_, at) => word(from * 7 + at * 13)).join(' ');
  const held = Array.from({ length: 1500 }, (_, at) => ({ id: at, text: text(at) }));
  const begun = performance.now();
  const alike = findAlike(held);
  const found = Array.from({ length: 60 }, (_, at) => alike(text(at)));
  const took = performance.now() - begun;
  assert.equal(found[7]?.[0]?.likeness, 1);
  assert.ok(found[7]?.some((each) => each.id === 7));
  assert.ok(took < 1500, `${Math.round(took)} ms`);
});

test('likeness knows the same words in another order, and not other words', () => {
  assert.equal(likeness('Officers trained in outcome 22', 'outcome 22: officers trained'), 1);
  assert.ok(likeness('Officers trained in outcome 22', 'Homes for children') < 0.2);
  assert.equal(likeness('', 'x'), 0);
  assert.equal(sameReport({ title: 'PEEL', publishedOn: '2021-01-01', link: null }, { title: 'PEEL', publishedOn: '2023-01-01', link: null }), false);
});
