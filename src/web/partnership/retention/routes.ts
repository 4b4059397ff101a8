/** How long records are kept, what is due, and its disposal. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  DISPOSABLE,
  type Disposable,
  disposeRecord,
  mentionWords,
  readPersonDisposal,
  readRetention,
  type RetentionRule,
  RULES,
  ruleOf,
  setRetention,
  STANDING_WORDS,
} from '../../../access/retention/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day, plural } from '../../words.ts';
import { fieldsForm } from '../fields.ts';
import { numberOrNull } from '../typed.ts';

const CRUMBS = [{ text: 'Retention', href: urls.retention }];

const FATES: Readonly<Record<RetentionRule['fate'], string>> = {
  purge: 'Deleted by itself',
  dispose: 'Disposed of, by a person',
  review: 'Reviewed, by a person',
  keep: 'Kept',
};

function periodWords(rule: RetentionRule, chosen: number | undefined): string {
  if (rule.days !== undefined) return plural(rule.days, 'day');
  const months = chosen ?? rule.months;
  return months === undefined ? 'No end' : `${plural(months, 'month')}${chosen === undefined ? '' : ' (set by the partnership)'}`;
}

const WHAT: Readonly<Record<Disposable, string>> = {
  person:
    'The person’s name, e-mail address, telephone number and post are removed, with their sign-in and what was kept for them. What they did stays in the log, under an id.',
  task: 'The task is deleted.',
  document: 'The file and its name are deleted. Evidence that pointed at it shows that it is gone.',
  'import-proposal': 'The text and what was proposed from it are deleted. What was filed from it stays.',
  agreement: 'What was written freely into it is removed. Its parties, purpose, dates, power and basis stay: they are the decision.',
  'panel-case': 'The case goes whole: its reference, what was decided and what was done. Only that it was disposed of is kept.',
  meeting: 'The note is removed. Decisions, attendance and actions stay.',
};

export function registerRetention(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.retention, guard('retention.read'), async (request, reply) => {
    const { due, choices, tombstones } = await context.acts().read(readRetention, {}, request.who);
    return context.page(request, reply, 'partnership/retention/list.njk', {
      title: 'Retention',
      due: due.map((each) => ({
        ...each,
        title: ruleOf(each.rule)?.title ?? each.rule,
        since: day(each.since),
        fate: FATES[each.fate],
        href: urls.retentionDispose(each.rule, each.id),
      })),
      tombstones,
      rules: RULES.map((rule: RetentionRule) => ({
        ...rule,
        period: periodWords(rule, choices[rule.id]),
        fate: FATES[rule.fate],
        standing: STANDING_WORDS[rule.standing],
        // A local choice and what is ours rest on nobody's words.
        unconfirmed: !rule.confirmed && (rule.standing === 'statutory' || rule.standing === 'guidance'),
        href: rule.standing === 'local' && rule.months !== undefined ? urls.retentionRule(rule.id) : null,
      })),
    });
  });

  formPage(app, context, {
    pattern: patterns.retentionRule,
    access: 'retention.dispose',
    view: 'partnership/form.njk',
    load: async (request) => {
      const { rule: id } = request.params as { rule: string };
      const rule = ruleOf(id);
      if (rule === undefined || rule.standing !== 'local' || rule.months === undefined)
        throw new HeadwaterError('not-found', 'no-such-record', 'That is not for the partnership to choose', {
          advice: 'The retention page lists every rule.',
        });
      const { choices } = await context.acts().read(readRetention, {}, request.who);
      return fieldsForm({
        title: `How long are they kept: ${rule.title.charAt(0).toLowerCase()}${rule.title.slice(1)}`,
        intro: [`The clock starts: ${rule.clock.toLowerCase()}.`, `${rule.basis}.`],
        fields: [
          { kind: 'text', name: 'months', label: 'Months', width: 4, numeric: true },
          { kind: 'lines', name: 'reason', label: 'Why, and who decided it', rows: 3 },
        ],
        button: 'Save',
        cancel: urls.retention,
        breadcrumbs: CRUMBS,
        values: { months: String(choices[rule.id] ?? rule.months) },
      });
    },
    action: setRetention,
    input: (body, request) => ({
      rule: (request.params as { rule: string }).rule,
      months: numberOrNull(body, 'months'),
      reason: text(body, 'reason'),
    }),
    next: () => ({ href: urls.retention, done: 'The time is set.' }),
  });

  formPage(app, context, {
    pattern: patterns.retentionDispose,
    access: 'retention.dispose',
    view: 'partnership/form.njk',
    load: async (request) => {
      const { type, id } = paramsOf(request);
      const person = type === 'person' ? await context.acts().read(readPersonDisposal, { id }, request.who) : null;
      const label = person?.name ?? (await context.acts().read(readRetention, {}, request.who)).due.find((each) => each.rule === type && each.id === id)?.label;
      if (label === undefined)
        throw new HeadwaterError('not-found', 'no-such-record', 'Nothing of that name is due', { advice: 'The retention page lists what is due.' });
      const stops =
        person === null
          ? []
          : [...person.uses.map((each) => `They still hold ${each}`), ...person.mentions.map((each) => `They are named in: ${mentionWords(each)}`)];
      return fieldsForm({
        title: `Dispose of ${label}`,
        intro: [WHAT[type], ...(stops.length > 0 ? ['Before it can be done:'] : [])],
        bullets: stops,
        warning: 'This cannot be undone. A tombstone stays: what kind of record it was, when it was disposed of, by whom, and why.',
        fields: [{ kind: 'lines', name: 'reason', label: 'Why', hint: 'Kept for good: without names', rows: 3 }],
        button: 'Dispose of it',
        buttonKind: 'warning',
        cancel: urls.retention,
        breadcrumbs: CRUMBS,
        values: {},
      });
    },
    action: disposeRecord,
    input: (body, request) => ({ ...paramsOf(request), reason: text(body, 'reason') }),
    next: () => ({ href: urls.retention, done: 'It is disposed of.' }),
  });
}

function paramsOf(request: FastifyRequest): { type: Disposable; id: string } {
  const { type, id } = request.params as { type: string; id: string };
  const found = DISPOSABLE.find((each) => each === type);
  if (found !== undefined) return { type: found, id };
  throw new HeadwaterError('not-found', 'no-such-record', 'That kind of record is not disposed of one by one', {
    advice: 'The retention page lists what is due.',
  });
}
