/** The steps of a response's life, as its people do them, for tests that start in the middle of it. */
import {
  approveResponse,
  inviteChief,
  openResponse,
  publishResponse,
  readComments,
  readResponse,
  saveComments,
  setPosition,
  submitResponse,
  writeSection,
} from '../../src/account/responses/index.ts';
import type { County } from './county.ts';

export type Made = Awaited<ReturnType<County['inspection']>>;

/** Where one response stands, and its next steps. Each step reads the version that a form would have shown. */
export function journey({ acting, officer, lead, chief }: County, report: Made) {
  let id = '';
  const version = async (): Promise<number> => (await acting.read(readResponse, { id }, officer)).version;
  const steps = {
    id: () => id,
    version,
    read: () => acting.read(readResponse, { id }, officer),
    async open() {
      ({ id } = await acting.act(openResponse, { inspectionId: report.id }, officer));
      return id;
    },
    invite: async (replyBy = '2023-04-12', lateKnown = false) => acting.act(inviteChief, { id, version: await version(), replyBy, lateKnown }, officer),
    write: async (section: string, text: string) => acting.act(writeSection, { id, version: await version(), section, text }, officer),
    answer: async (itemId: string, position: string | null, action = '', noActionReason = '') =>
      acting.act(setPosition, { id, version: await version(), itemId, position, action, noActionReason }, officer),
    async comment(general: string, items: { itemId: string; text: string }[] = [], send = true) {
      const form = await acting.read(readComments, { id }, chief);
      return acting.act(saveComments, { id, version: form.version, general, items, send }, chief);
    },
    submit: async () => acting.act(submitResponse, { id, version: await version() }, officer),
    approve: async () => acting.act(approveResponse, { id, version: await version() }, lead),
    publish: async () => acting.act(publishResponse, { id, version: await version(), known: true }, officer),
    /** Opened, commented on and answered: everything that section 55 asks for. */
    async complete(lateKnown = false) {
      await steps.open();
      await steps.invite('2023-04-12', lateKnown);
      await steps.comment('The force accepts both.', [{ itemId: report.items[1] ?? '', text: 'Training material is being refreshed.' }]);
      await steps.write('comments', 'I welcome the report.');
      for (const itemId of report.items.slice(1)) await steps.answer(itemId, 'accepted', 'Work is under way.');
      return id;
    },
    async published() {
      await steps.complete();
      await steps.submit();
      await steps.approve();
      return steps.publish();
    },
  };
  return steps;
}
