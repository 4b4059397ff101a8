/** The audit log for information governance: who saw and did what, when, under which agreement. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AuditFilter, auditChoices, exportAudit, readAudit } from '../../../access/audit/index.ts';
import { listAgreements } from '../../../access/agreements/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import { queryOf } from '../../figure/question.ts';
import { guard } from '../../guard.ts';
import { patterns, urls, withQuery } from '../../urls.ts';
import { moment } from '../../words.ts';
import { actionWords, eventView, outcomes, plainName, titlesOf } from './words.ts';

/** Names in the address, as the form has them. */
const FIELDS = {
  person: 'personId',
  organisation: 'organisationId',
  agreement: 'agreementId',
  action: 'action',
  type: 'subjectType',
  id: 'subjectId',
  outcome: 'outcome',
  from: 'from',
  to: 'to',
} as const;

const CSV = [
  'number',
  'at',
  'what',
  'action',
  'outcome',
  'person',
  'person-id',
  'organisation',
  'roles',
  'via',
  'subject',
  'subject-id',
  'agreement',
  'details',
] as const;

/** Empty fields of a form are no filter. What is not well formed is told by the read. */
function filterOf(query: URLSearchParams): Partial<Record<keyof AuditFilter, string>> {
  return Object.fromEntries(
    Object.entries(FIELDS).flatMap(([name, field]) => {
      const value = query.get(name)?.trim() ?? '';
      return value === '' ? [] : [[field, value]];
    }),
  );
}

export function registerAudit(app: FastifyInstance, context: WebContext): void {
  const titleOf = titlesOf(context);

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    query: URLSearchParams,
    about: { title: string; intro: string } | null,
  ): Promise<FastifyReply> => {
    const filter = filterOf(query);
    const before = Number(query.get('before')) || null;
    const { rows, older } = await context.acts().read(readAudit, { ...filter, before }, request.who);
    const choices = await context.acts().read(auditChoices, {}, request.who);
    const agreements = await context.acts().read(listAgreements, {}, request.who);
    const chosen = (name: keyof typeof FIELDS, options: readonly { readonly value: string; readonly text: string }[]) => [
      { value: '', text: 'Any', chosen: !query.get(name) },
      ...options.map((option) => ({ ...option, chosen: option.value === query.get(name) })),
    ];
    const next = new URLSearchParams(query);
    if (older !== null) next.set('before', String(older));
    const newest = new URLSearchParams(query);
    newest.delete('before');
    const path = request.url.split('?')[0] ?? patterns.audit;
    return context.page(request, reply, 'partnership/audit/list.njk', {
      title: about?.title ?? 'Audit log',
      breadcrumbs: about === null ? undefined : [{ text: 'Audit log', href: urls.audit() }],
      about,
      events: rows.map((row) => eventView(row, titleOf)),
      older: older === null ? null : withQuery(path, next),
      newer: before === null ? null : withQuery(path, newest),
      csv: urls.auditCsv(newest),
      filtered: Object.keys(filter).length > 0,
      people: chosen(
        'person',
        choices.people.map((each) => ({ value: each.id, text: each.name })),
      ),
      organisations: chosen(
        'organisation',
        choices.organisations.map((each) => ({ value: each.id, text: each.name })),
      ),
      agreements: chosen(
        'agreement',
        agreements.map((each) => ({ value: each.id, text: each.reference })),
      ),
      actions: chosen(
        'action',
        choices.actions
          .filter((action) => !/ /.test(action))
          .map((action) => ({ value: action, text: actionWords(action, titleOf) }))
          .sort((a, b) => a.text.localeCompare(b.text)),
      ),
      outcomes: chosen('outcome', outcomes),
      from: query.get('from') ?? '',
      to: query.get('to') ?? '',
      hidden: ['type', 'id'].flatMap((name) => (query.get(name) ? [{ name, value: query.get(name) }] : [])),
      chain: {
        events: choices.events,
        verified: choices.verified === null ? null : { ...choices.verified, at: moment(choices.verified.at) },
      },
    });
  };

  app.get(patterns.audit, guard('audit.read'), (request, reply) => show(request, reply, queryOf(request.url), null));

  app.get(patterns.auditCsv, guard('audit.read'), async (request, reply) => {
    const rows = await context.acts().read(exportAudit, filterOf(queryOf(request.url)), request.who);
    const lines = rows.map((row) => {
      const { who, via, details } = eventView(row, titleOf);
      return csvLine([
        row.seq,
        row.at,
        actionWords(row.action, titleOf),
        row.action,
        row.outcome,
        who,
        row.personId,
        row.organisation,
        row.roles.join('; '),
        via,
        row.subjectType,
        row.subjectId,
        row.agreement?.reference ?? null,
        details.join('; '),
      ]);
    });
    return reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', 'attachment; filename="audit-log.csv"')
      .header('cache-control', 'private, no-store')
      .send([csvLine(CSV), ...lines].join(''));
  });

  app.get<{ Params: { type: string; id: string } }>(patterns.auditSubject, guard('audit.read'), (request, reply) => {
    const { type, id } = request.params;
    if (!/^[a-zA-Z]{1,60}$/.test(type))
      throw new HeadwaterError('not-found', 'no-such-record', 'There is no such kind of record', { advice: 'Go back to the audit log.' });
    const query = queryOf(request.url);
    // About an agreement: what was done under it, and not only to it.
    if (type === 'agreement') query.set('agreement', id);
    else {
      query.set('type', type);
      query.set('id', id);
    }
    const about =
      type === 'person'
        ? { title: 'Who has seen this person', intro: 'Every event about this person’s record: who opened it, who changed it, who asked and was refused.' }
        : type === 'agreement'
          ? {
              title: 'Under this agreement',
              intro: 'Every event under this agreement and about it: deliveries that were let in, exact counts that were seen, and what was done to it.',
            }
          : { title: `About this ${plainName(type)}`, intro: 'Every event about this record.' };
    return show(request, reply, query, about);
  });
}
