/** What is shared of what, with whom and why; what is withheld; and the forms that withhold words or share them again (requirement R060). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can } from '../../../access/index.ts';
import {
  AUDIENCES,
  liftRestriction,
  listWithheld,
  readShared,
  REASONS,
  type Reason,
  reasonIds,
  restrictField,
  type SharedRecord,
  SHARING,
  sharedTypes,
  type WithheldLine,
  type WithheldType,
} from '../../../access/sharing/index.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { fieldsForm } from '../fields.ts';
import { partOf } from '../id.ts';
import { sharedRows } from './view.ts';

const CRUMBS = [{ text: 'What is shared', href: urls.sharing }];
const VIEW = 'partnership/form.njk';

const HINTS: Readonly<Record<Reason, string>> = {
  operational: 'Such as when and where an operation takes place',
  safety: 'The words would let somebody be found or harmed',
  legal: 'They belong to a case or an investigation that is still open',
  other: 'Say it below',
};

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const typeOf = (request: FastifyRequest): WithheldType | '' => {
  const type = partOf(request, 'type');
  return type === 'milestone' || type === 'evidence' ? type : type === 'meeting-action' ? 'meetingAction' : '';
};

const pageOf = (type: WithheldType | '', pageId: string): string => (type === 'meetingAction' ? urls.meeting(pageId) : urls.recommendation(pageId));

export function registerSharing(app: FastifyInstance, context: WebContext): void {
  const recordOf = (request: FastifyRequest): Promise<SharedRecord> =>
    context.acts().read(readShared, { type: typeOf(request), id: partOf(request) }, request.who);

  app.get(patterns.sharing, guard('sharing.read'), async (request, reply) => {
    const withheld = await context.acts().read(listWithheld, {}, request.who);
    const mayOpen = {
      meetingAction: can(request.who, 'meeting.read'),
      milestone: can(request.who, 'inspection.read'),
      evidence: can(request.who, 'inspection.read'),
    };
    const line = (each: WithheldLine) => ({
      ...each,
      what: SHARING[each.type].title,
      since: day(each.since.toISOString().slice(0, 10)),
      href: each.pageId === null || !mayOpen[each.type] ? null : pageOf(each.type, each.pageId),
    });
    return context.page(request, reply, 'partnership/sharing/list.njk', {
      title: 'What is shared',
      withheld: withheld.map(line),
      records: sharedTypes.map((type) => ({ id: type, title: SHARING[type].title, rows: sharedRows(type) })),
      audiences: AUDIENCES,
    });
  });

  formPage<{ pageId: string }>(app, context, {
    pattern: patterns.sharingWithhold,
    access: 'sharing.restrict',
    view: VIEW,
    load: async (request) => {
      const record = await recordOf(request);
      return fieldsForm({
        title: 'Withhold these words from other organisations',
        intro: [
          record.words,
          typeOf(request) === 'evidence'
            ? 'Others still see that there is evidence, and whose it is. Instead of these words they see who withholds them, and why; and the document behind them is yours alone to open.'
            : 'Others still see that there is something, whose it is and when it is due. Instead of these words they see who withholds them, and why.',
        ],
        ...(record.notice === null ? {} : { warning: 'They are withheld already' }),
        fields: [
          {
            kind: 'radios',
            name: 'reason',
            label: 'Why are they withheld?',
            options: reasonIds.map((value) => ({ value, text: capital(REASONS[value]), hint: HINTS[value] })),
          },
          { kind: 'text', name: 'note', label: 'The other reason', hint: 'Everybody sees it, so say nothing in it that is to be withheld' },
        ],
        button: 'Withhold the words',
        cancel: pageOf(typeOf(request), record.pageId),
        breadcrumbs: CRUMBS,
        version: record.version,
        values: {},
      });
    },
    action: restrictField,
    input: (body, request, version) => ({ type: typeOf(request), id: partOf(request), version, reason: text(body, 'reason'), note: text(body, 'note') }),
    next: ({ pageId }, request) => ({ href: pageOf(typeOf(request), pageId), done: 'The words are withheld from other organisations.' }),
  });

  formPage<{ pageId: string }>(app, context, {
    pattern: patterns.sharingLift,
    access: 'sharing.restrict',
    view: VIEW,
    load: async (request) => {
      const record = await recordOf(request);
      return fieldsForm({
        title: 'Share these words again',
        intro: [record.words, `Others see now: ${record.notice ?? 'these words'}`],
        warning: 'Everybody who may see the record will see its words',
        fields: [],
        button: 'Share the words',
        cancel: pageOf(typeOf(request), record.pageId),
        breadcrumbs: CRUMBS,
        version: record.version,
        values: {},
      });
    },
    action: liftRestriction,
    input: (_body, request, version) => ({ type: typeOf(request), id: partOf(request), version }),
    next: ({ pageId }, request) => ({ href: pageOf(typeOf(request), pageId), done: 'The words are shared again.' }),
  });
}
