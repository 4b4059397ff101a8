import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HeadwaterError } from '../../errors.ts';
import { InputError, type Who } from '../../register/index.ts';
import { fileContent, readDocument } from '../documents/index.ts';
import { addInspection } from '../inspections/index.ts';
import { addItem, closeItem, listItems, readItem, reopenItem } from '../items/index.ts';
import { exportForPortal } from '../portal/index.ts';
import { macros, ITEM, openRoom, REPORT, type Room } from '../testing/room.ts';
import { compareFigures, type HeldFigure, wholeOf } from './cells.ts';
import { addDocumentEvidence, addFigureEvidence, addMilestone, figuresFor, reachMilestone, readPlan, withdrawEvidence, withdrawMilestone } from './index.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HeadwaterError, String(error));
  return error instanceof InputError ? `${error.issues[0]?.path}: ${error.issues[0]?.message}` : error.code;
};

const note = (text = 'Attendance of the training days'): ReturnType<typeof fileContent> => fileContent('attendance.txt', Buffer.from(text));

describe('a plan', () => {
  let room: Room;
  let report: string;
  before(async () => {
    room = await openRoom('2023-06-01T09:00:00Z');
    report = (await room.acting.act(addInspection, REPORT, room.officer)).id;
  });
  after(() => room?.remove());

  let number = 100;
  const item = async (change: object = {}): Promise<string> => {
    number += 1;
    return (await room.acting.act(addItem, { inspectionId: report, fields: { ...ITEM, number: String(number), ...change } }, room.officer)).id;
  };
  const milestone = async (itemId: string, change: object = {}, who = room.chief): Promise<string> =>
    (await room.acting.act(addMilestone, { itemId, fields: { title: 'Everybody trained', dueOn: '2023-12-31', ...change } }, who)).id;
  const evidence = (itemId: string, milestoneId: string | null, change: object = {}, who = room.chief) =>
    room.acting.act(addDocumentEvidence, { itemId, milestoneId, title: 'Attendance', value: '', reachedOn: '', file: note(), ...change }, who);
  const status = async (id: string): Promise<string> => (await room.acting.read(readItem, { id }, room.officer)).status;
  const open = (key: string) => room.look((tx) => tx.selectFrom('task').select('key').where('key', '=', key).where('doneAt', 'is', null).execute());

  test('a milestone without evidence is never green, whatever anybody says (R152)', async () => {
    const id = await item();
    assert.equal((await open(`plan:${id}`)).length, 1);
    const step = await milestone(id);
    assert.equal((await open(`plan:${id}`)).length, 0);
    assert.equal((await open(`milestone:${step}`)).length, 1);
    await room.acting.act(reachMilestone, { id: step, version: 1, reached: 'yes', reachedOn: '2023-05-30' }, room.chief);
    assert.equal(await status(id), 'at-risk');
    const plan = await room.acting.read(readPlan, { itemId: id }, room.chief);
    assert.equal(plan.milestones[0]?.standing?.state, 'no-evidence');
    assert.equal((await open(`milestone:${step}`)).length, 1);
    await evidence(id, step, { reachedOn: '2023-05-30' });
    assert.equal(await status(id), 'done');
    assert.equal((await open(`milestone:${step}`)).length, 0);
  });

  test('an export for the portal names no evidence of a plan that whoever takes it may not see', async () => {
    const ours = await item();
    const theirs = await item({ organisationId: room.council });
    await evidence(ours, null, { title: 'Our audit' });
    await evidence(theirs, null, { title: 'Their audit' }, room.partner);
    const named = async (who: Who) => {
      const { rows } = await room.acting.read(exportForPortal, {}, who);
      return ['Our audit', 'Their audit'].filter((title) => JSON.stringify(rows).includes(title));
    };
    assert.deepEqual(await named({ ...room.chief, roles: ['criminal-justice-lead'] }), ['Our audit']);
    assert.deepEqual(await named(room.chief), ['Our audit', 'Their audit']);
  });

  test('everybody trained and three uses in ten wrong is not achieved: three measures, kept apart (R088)', async () => {
    const id = await item({ measures: ['trained', 'understood', 'applied'] });
    const steps = await Promise.all(['trained', 'understood', 'applied'].map((measure) => milestone(id, { title: measure, measure, target: '95' })));
    await evidence(id, steps[0] ?? '', { value: '100' });
    await evidence(id, steps[1] ?? '', { value: '96' });
    await evidence(id, steps[2] ?? '', { value: '70', reachedOn: '2023-05-30' });
    const plan = await room.acting.read(readPlan, { itemId: id }, room.chief);
    assert.deepEqual(
      plan.measures.map((measure) => measure.state),
      ['achieved', 'achieved', 'not-achieved'],
    );
    assert.equal(await status(id), 'at-risk');
    await evidence(id, steps[2] ?? '', { value: '97.5%' });
    assert.equal(await status(id), 'done');
  });

  test('a target needs its measure, a value needs one too, and the measure is one of the item’s', async () => {
    const id = await item();
    assert.match(await codeOf(milestone(id, { measure: 'trained', target: '' })), /Enter the target/);
    assert.match(await codeOf(milestone(id, { measure: 'trained', target: '90' })), /one of the measures/);
    assert.match(await codeOf(evidence(id, await milestone(id), { value: '90' })), /^value/);
  });

  test('macros are refused in words, and so is what is no document', async () => {
    const id = await item();
    assert.match(await codeOf(evidence(id, null, { file: fileContent('plan.docx', macros()) })), /^file: The file contains macros, which are programs/);
    assert.match(await codeOf(evidence(id, null, { file: fileContent('x.exe', Buffer.from('MZ\u0000\u0001\u0002\u0000')) })), /^file: The file is a program/);
    assert.match(await codeOf(evidence(id, null, { file: undefined })), /^file: Choose a file/);
    assert.match(await codeOf(evidence(id, null, { file: fileContent('big.txt', Buffer.alloc(26 * 2 ** 20, 'a')) })), /^file: The file is larger than 25 MB/);
  });

  test('what is withdrawn counts no more', async () => {
    const id = await item();
    const step = await milestone(id);
    const piece = await evidence(id, step, { reachedOn: '2023-05-30' });
    assert.equal(await status(id), 'done');
    await room.acting.act(withdrawEvidence, { id: piece.id, version: 1, reason: 'The wrong file' }, room.chief);
    assert.equal(await status(id), 'at-risk');
    await room.acting.act(withdrawMilestone, { id: step, version: 2, reason: 'Not needed' }, room.chief);
    assert.equal(await status(id), 'not-started');
    const plan = await room.acting.read(readPlan, { itemId: id }, room.chief);
    assert.equal(plan.milestones[0]?.withdrawnReason, 'Not needed');
    assert.equal(plan.evidence[0]?.withdrawnReason, 'The wrong file');
  });

  test('a lesson is planned, evidenced, closed and reopened like a recommendation (R153)', async () => {
    const id = await item({ kind: 'lesson', number: '1', dueOn: '' });
    await evidence(id, null);
    const { version } = await room.acting.read(readItem, { id }, room.chief);
    await room.acting.act(closeItem, { id, version, route: 'chief-officer', closedOn: '2023-06-01', note: 'Signed off at the performance board' }, room.chief);
    const closed = await room.acting.read(readItem, { id }, room.officer);
    assert.deepEqual([closed.status, closed.closureRoute], ['done', 'chief-officer']);
    await room.acting.act(reopenItem, { id, version: closed.version, reason: 'It came back' }, room.officer);
    const again = await room.acting.read(readItem, { id }, room.officer);
    assert.deepEqual([again.closedOn, again.status], [null, 'on-track']);
    assert.match(again.closureNote ?? '', /reopened on 2023-06-01: It came back/);
  });

  test('a plan is seen by whoever answers for it and by the policing body; a milestone by whoever is to reach it; its documents too', async () => {
    const id = await item();
    const ours = await milestone(id, { title: 'Ours' });
    const theirs = await milestone(id, { title: 'Theirs', organisationId: room.council });
    const { documentId } = await evidence(id, ours);
    const titles = async (who: Room['chief']) => (await room.acting.read(readPlan, { itemId: id }, who)).milestones.map((each) => each.title).sort();
    assert.deepEqual(await titles(room.analyst), ['Ours', 'Theirs']);
    assert.deepEqual(await titles(room.officer), ['Ours', 'Theirs']);
    assert.deepEqual(await titles(room.partner), ['Theirs']);
    await evidence(id, theirs, {}, room.partner);
    // They cannot even see that one.
    assert.equal(await codeOf(evidence(id, ours, {}, room.partner)), 'no-such-record');
    assert.equal(await codeOf(milestone(id, {}, room.partner)), 'not-allowed');
    assert.equal((await room.acting.read(readDocument, { id: documentId }, room.officer)).content.toString(), 'Attendance of the training days');
    assert.equal(await codeOf(room.acting.read(readDocument, { id: documentId }, room.partner)), 'no-such-document');
  });

  test('an item of the Home Office is tracked by the policing body that filed it', async () => {
    const id = await item({ owner: 'home-office' });
    assert.equal(await codeOf(milestone(id)), 'not-allowed');
    await milestone(id, { title: 'Ask the Home Office how it stands' }, room.officer);
    assert.equal((await room.acting.read(listItems, {}, room.chief)).find((each) => each.id === id)?.own, false);
  });

  test('a figure is cited by its address alone, and counts as nothing before it is asked', async () => {
    const id = await item();
    const step = await milestone(id);
    const cite = (address: string) =>
      room.acting.act(addFigureEvidence, { itemId: id, milestoneId: step, title: 'Stops', address, reachedOn: '2023-05-30' }, room.chief);
    assert.match(await codeOf(cite('https://elsewhere.example/x')), /^address: That is not the address of a figure/);
    assert.match(await codeOf(cite('/figure/nothing')), /no figure called/);
    assert.match(await codeOf(cite('/figure/stops?by=sideways')), /no such dimension/);
    await cite('http://localhost:3000/figure/stops?by=month');
    assert.equal(await status(id), 'at-risk');
  });
});

describe('cells of a figure', () => {
  const figure = (values: readonly (number | null)[], snapshot = 's1', version = '1'): HeldFigure => ({
    title: 'Stops',
    words: 'all',
    kind: 'count',
    unit: 'stops',
    snapshot,
    asAt: '',
    version,
    dimensions: [],
    cells: values.map((value, at) => ({ key: [String(at)], state: value === null ? 'hidden' : 'shown', value })),
    total: { key: [], state: 'shown', value: values.reduce<number>((sum, value) => sum + (value ?? 0), 0) },
  });

  test('the same cells are the same, whatever the snapshot', () => {
    assert.deepEqual(compareFigures(figure([5, null]), figure([5, null], 's2')), { same: true, words: 'The same in snapshot s2.' });
  });

  test('one cell, a hidden one, or another definition makes a difference, and the words say which', () => {
    assert.match(compareFigures(figure([5, 10]), figure([5, 15], 's2')).words, /^The whole was 15 and is 20; 1 of 2 values are different/);
    assert.equal(compareFigures(figure([5, 0]), figure([5, null], 's2')).same, false);
    assert.match(compareFigures(figure([5]), figure([5], 's2', '2')).words, /another way/);
  });

  test('a measure takes a share as a percentage and nothing from a hidden whole', () => {
    assert.equal(wholeOf({ ...figure([1]), kind: 'share', total: { key: [], state: 'shown', value: 0.9254 } }), 92.5);
    assert.equal(wholeOf({ ...figure([1]), total: { key: [], state: 'hidden', value: null } }), null);
  });

  test('recommendation 4 is offered figures of disproportionality, one on training alone is not', () => {
    const offers = figuresFor('understand the levels of racial disproportionality in serious youth violence', 'varrowshire');
    assert.ok(offers.some((offer) => offer.measure === 'stop-rate' && offer.query.includes('force=varrowshire')));
    assert.deepEqual(figuresFor('Hold a training day', ''), []);
  });
});
