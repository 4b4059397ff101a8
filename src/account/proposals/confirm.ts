/**
 * What of a proposal is confirmed. A value is a person's when they ticked it or typed another; what merely stands there as it was proposed is nobody's, and is
 * never filed: a required one is asked for, an optional one is left out. Pure.
 */
import { z } from 'zod';
import type { InputIssue } from '../../register/index.ts';
import type { Proposal, ProposedItem } from '../import/index.ts';
import { parseCivilDate } from '../rules/index.ts';

/** A proposal as it is kept: its text stands beside it once. */
export type KeptProposal = Omit<Proposal, 'source'>;

const parts = z.object({ day: z.string(), month: z.string(), year: z.string() });
const date = z.union([z.string(), parts]).default('');

/** The report's fields as typed, before they are parsed as any report's are. */
export const reportForm = z.object({
  title: z.string().default(''),
  kind: z.string().default(''),
  inspectorates: z.array(z.string()).default([]),
  otherBody: z.string().default(''),
  publishedOn: date,
  embargoOn: date,
  embargoTime: z.string().default(''),
  scope: z.string().default(''),
  forces: z.array(z.string()).default([]),
  link: z.string().default(''),
  grade: z.string().default(''),
  summary: z.string().default(''),
  localDeadline: date,
  response: z.string().default(''),
  noResponseReason: z.string().default(''),
});

export type ReportForm = z.output<typeof reportForm>;

export const itemForm = z.object({
  /** Place in the proposal. */
  index: z.number().int().min(0),
  /** Ticked: the number and the words are right, and it is to be filed. */
  file: z.boolean(),
  ownerRight: z.boolean(),
  dueRight: z.boolean(),
  kind: z.string(),
  number: z.string(),
  text: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  organisationId: z.string(),
  dueOn: date,
  themes: z.string(),
  measures: z.array(z.string()),
  repeatsId: z.string(),
});

export type ItemForm = z.output<typeof itemForm>;

/** The fields of a report that a text proposes. */
export const PROPOSED_FIELDS = ['title', 'inspectorates', 'publishedOn', 'embargo', 'scope', 'link', 'grade', 'summary', 'localDeadline'] as const;
export type ProposedField = (typeof PROPOSED_FIELDS)[number];

const NEEDED: Partial<Record<ProposedField, string>> = {
  title: 'the title',
  inspectorates: 'who made the report',
  publishedOn: 'the publication date',
  scope: 'which forces it is about',
  // A report under embargo that is filed without it would be seen at once.
  embargo: 'the embargo',
};

const iso = (given: z.output<typeof date>): string => {
  const parsed = parseCivilDate(given);
  return parsed.ok ? parsed.date : '';
};

/** An instant as the date and the time of Europe/London. */
export function londonParts(instant: string): { readonly date: string; readonly time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' });
  const [day = '', time = ''] = format.format(new Date(instant)).split(' ');
  return { date: day, time };
}

/** The proposed value of each field as the form would send it; null where the text gives none. */
export function proposedValues({ fields }: KeptProposal): Readonly<Record<ProposedField, string | null>> {
  const embargo = fields.embargo === null ? null : londonParts(fields.embargo.value);
  return {
    title: fields.title?.value ?? null,
    inspectorates: fields.inspectorates?.value.join(' ') ?? null,
    publishedOn: fields.published?.value ?? null,
    embargo: embargo === null ? null : `${embargo.date} ${embargo.time}`,
    scope: fields.scope?.value ?? null,
    link: fields.link?.value ?? null,
    grade: fields.grade?.value || null,
    summary: (fields.summary ?? fields.keyFindings ?? fields.description)?.value.slice(0, 20_000) ?? null,
    localDeadline: fields.localDeadline?.value ?? null,
  };
}

function typedValues(form: ReportForm): Readonly<Record<ProposedField, string>> {
  const lines = (text: string): string => text.replaceAll('\r\n', '\n').trim();
  const embargo = iso(form.embargoOn);
  return {
    title: lines(form.title),
    inspectorates: [...form.inspectorates, ...(form.otherBody.trim() === '' ? [] : [form.otherBody.trim()])].join(' '),
    publishedOn: iso(form.publishedOn),
    embargo: embargo === '' ? '' : `${embargo} ${form.embargoTime.trim().replace('.', ':').padStart(5, '0')}`,
    scope: form.scope,
    link: lines(form.link),
    grade: lines(form.grade),
    summary: lines(form.summary),
    localDeadline: iso(form.localDeadline),
  };
}

export interface Confirmed<T> {
  readonly value: T;
  readonly issues: readonly InputIssue[];
  /** Words of what was proposed, not confirmed, and so left out. */
  readonly left: readonly string[];
}

export const FIELD_WORDS: Readonly<Record<ProposedField, string>> = {
  title: 'Title',
  inspectorates: 'Who made the report',
  publishedOn: 'Publication date',
  embargo: 'Embargo',
  scope: 'Which forces it is about',
  link: 'Link to the report',
  grade: 'Grade',
  summary: 'Summary',
  localDeadline: 'Date in the local record',
};

/** @param ticks fields whose “this is right” is ticked */
export function confirmedReport(proposal: KeptProposal, form: ReportForm, ticks: ReadonlySet<string>): Confirmed<ReportForm> {
  const proposed = proposedValues(proposal);
  const typed = typedValues(form);
  const open = PROPOSED_FIELDS.filter((field) => proposed[field] !== null && typed[field] === proposed[field]?.trim() && !ticks.has(field));
  const issues = open.flatMap((field): InputIssue[] => {
    const words = NEEDED[field];
    return words === undefined ? [] : [{ path: `tick-${field}`, message: `Confirm ${words}, or change it` }];
  });
  const left = open.filter((field) => NEEDED[field] === undefined);
  const value: ReportForm = {
    ...form,
    ...(left.includes('link') ? { link: '' } : {}),
    ...(left.includes('grade') ? { grade: '' } : {}),
    ...(left.includes('summary') ? { summary: '' } : {}),
    ...(left.includes('localDeadline') ? { localDeadline: '' } : {}),
  };
  return { value, issues, left: left.map((field) => FIELD_WORDS[field].toLowerCase()) };
}

/** One item: its owner and its due date are confirmed apart from its words. */
export function confirmedItem(proposed: ProposedItem, form: ItemForm, name: string): readonly InputIssue[] {
  const at = (field: string): string => `items.${form.index}.${field}`;
  const issues: InputIssue[] = [];
  if (proposed.owner !== null && form.owner === proposed.owner.owner && !form.ownerRight)
    issues.push({ path: at('ownerRight'), message: `${name}: confirm who owns it, or change it` });
  if (form.owner === '') issues.push({ path: at('owner'), message: `${name}: choose who owns it` });
  const due = proposed.due?.date ?? null;
  if (due !== null && iso(form.dueOn) === due && !form.dueRight) issues.push({ path: at('dueRight'), message: `${name}: confirm the due date, or change it` });
  return issues;
}
