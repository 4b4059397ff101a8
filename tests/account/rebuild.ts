/** A published response, as fields; put through the same actions that people use, and looked for in what comes out. */
import assert from 'node:assert/strict';
import {
  approveResponse,
  describeResponse,
  inviteChief,
  openResponse,
  publishResponse,
  readComments,
  readPublished,
  readResponse,
  recordNone,
  recordStep,
  responseDocument,
  saveComments,
  setPosition,
  submitResponse,
  writeSection,
} from '../../src/account/responses/index.ts';
import { kindWords } from '../../src/account/inspections/index.ts';
import { renderDocx, renderHtml, renderOdt, textOf } from '../../src/documents/index.ts';
import { PUBLIC } from '../../src/register/index.ts';
import type { County, NewInspection, NewItem } from './county.ts';

export interface ResponseFields {
  readonly layout: 'norfolk' | 'staffordshire';
  readonly report: Partial<NewInspection> & { readonly title: string; readonly publishedOn: string };
  readonly items: readonly (NewItem & { readonly chief?: string; readonly action?: string })[];
  readonly keyFindings: string;
  readonly officeTitle: string;
  readonly officeHolder: string;
  readonly chiefOfficer: string;
  readonly initialResponse: string;
  /** Empty where the chief officer gave none. */
  readonly chiefGeneral: string;
  readonly comments: string;
  readonly opinion: string;
  /** Days as civil dates. */
  readonly replyBy: string;
  readonly publishOn: string;
  readonly sentTo: readonly string[];
}

/** Through the actions, from opening to publishing and sending. Gives the published path. */
export async function rebuild(c: County, given: ResponseFields): Promise<string> {
  const { acting, officer, chief, lead, register } = c;
  register.setNow(`${given.report.publishedOn}T09:00:00Z`);
  const report = await c.inspection({ ...given.report, summary: given.keyFindings, items: given.items });
  const { id } = await acting.act(openResponse, { inspectionId: report.id }, officer);
  const at = async () => ({ id, version: (await acting.read(readResponse, { id }, officer)).version });
  await acting.act(
    describeResponse,
    {
      ...(await at()),
      layout: given.layout,
      officeTitle: given.officeTitle,
      officeHolder: given.officeHolder,
      chiefTitle: 'Chief Constable',
      chiefOfficer: given.chiefOfficer,
    },
    officer,
  );
  await acting.act(inviteChief, { ...(await at()), replyBy: given.replyBy }, officer);
  const comments = given.items.map((item, index) => ({ itemId: report.items[index] ?? '', text: item.chief ?? '' }));
  if (given.chiefGeneral === '' && comments.every((one) => one.text === '')) {
    register.setNow(`${given.publishOn}T09:00:00Z`);
    await acting.act(recordNone, await at(), officer);
  } else {
    const form = await acting.read(readComments, { id }, chief);
    await acting.act(saveComments, { id, version: form.version, general: given.chiefGeneral, items: comments, send: true }, chief);
  }
  for (const [section, text] of [
    ['initial-response', given.initialResponse],
    ['comments', given.comments],
    ['opinion', given.opinion],
  ] as const)
    await acting.act(writeSection, { ...(await at()), section, text }, officer);
  for (const [index, item] of given.items.entries()) {
    if (item.action === undefined) continue;
    await acting.act(
      setPosition,
      { ...(await at()), itemId: report.items[index] ?? '', position: 'accepted', action: item.action, noActionReason: '' },
      officer,
    );
  }
  await acting.act(submitResponse, await at(), officer);
  await acting.act(approveResponse, await at(), lead);
  register.setNow(`${given.publishOn}T10:30:00Z`);
  const published = await acting.act(publishResponse, { ...(await at()), known: true }, officer);
  assert.equal(published.lateBy, 0);
  for (const step of given.sentTo) await acting.act(recordStep, { id, step, doneOn: given.publishOn, evidence: `Sent, reference ${step}` }, officer);
  const now = await acting.read(readResponse, { id }, officer);
  assert.equal(now.distribution?.complete, false, 'the lists in common use leave out the Secretary of State');
  assert.deepEqual(now.distribution?.missingInLaw.includes('secretary-of-state'), true);
  for (const step of now.distribution?.steps ?? [])
    if (step.state !== 'evidenced')
      await acting.act(recordStep, { id, step: step.code, doneOn: given.publishOn, evidence: 'Sent by e-mail, acknowledged' }, officer);
  assert.equal((await acting.read(readResponse, { id }, officer)).distribution?.complete, true);
  return published.path;
}

/** Words without the marks of lists and the ends of lines. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => flat(line.replace(/^\s*(?:[-•]|\d+[.)])\s+/, '')))
    .filter((line) => line !== '');

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
export const htmlText = (html: string): string =>
  flat(
    html
      .replaceAll(/<br \/>|<\/(?:p|li|td|th|h\d|caption)>/g, ' ')
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? ''),
  );

/** Every field's text stands in both layouts, as a page, a Word file and an OpenDocument file. Gives what is not there. */
export async function missingFrom(c: County, path: string, given: ResponseFields): Promise<string[]> {
  const shown = await c.acting.read(readPublished, { path }, PUBLIC);
  const wanted = [
    given.report.title,
    given.keyFindings,
    given.officeHolder,
    given.chiefOfficer,
    given.initialResponse,
    given.chiefGeneral,
    given.comments,
    given.opinion,
    given.report.link ?? '',
    kindWords(given.report.kind ?? ''),
    given.report.grade ?? '',
    ...given.items.flatMap((item) => [item.text, item.chief ?? '', item.action ?? '']),
  ].flatMap(lines);
  assert.ok(wanted.length > 10);
  const missing: string[] = [];
  for (const layout of ['norfolk', 'staffordshire'] as const) {
    const doc = responseDocument(shown.content, { version: '1', date: given.publishOn, sent: shown.sent }, layout);
    const renderings = {
      html: htmlText(renderHtml(doc)),
      docx: flat(await textOf(renderDocx(doc), 'docx')),
      odt: flat(await textOf(renderOdt(doc), 'odt')),
    };
    for (const [name, text] of Object.entries(renderings))
      for (const line of wanted) if (!text.includes(line)) missing.push(`${layout} ${name}: ${line.slice(0, 120)}`);
  }
  return missing;
}
