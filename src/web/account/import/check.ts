/** The check page: each proposed field beside the words that it was read from, and a tick that makes it a person's. Pure. */
import type { FormChoices } from '../../../account/inspections/index.ts';
import type { Found, ProposedItem } from '../../../account/import/index.ts';
import type { ItemView } from '../../../account/items/index.ts';
import {
  FIELD_WORDS,
  type ImportView,
  type KeptProposal,
  londonParts,
  PROPOSED_FIELDS,
  type ProposedField,
  proposedValues,
} from '../../../account/proposals/index.ts';
import { ITEM_KIND_WORDS, itemName } from '../../../account/rules/index.ts';
import { dateParts, type FormBody, text, texts } from '../../forms/body.ts';
import { reportChoices, reportInput } from '../inspections/form.ts';
import { itemChoices } from '../items/form.ts';
import { dateValues, excerpt } from '../shared.ts';
import { urls } from '../../urls.ts';

const ITEM_TEXTS = ['kind', 'number', 'text', 'owner', 'ownerName', 'organisationId', 'themes', 'repeatsId'] as const;
const SURE = { certain: 'The text labels it', likely: 'A usual form of words', unsure: 'Not sure: look at it' } as const;

const foundOf = ({ fields }: KeptProposal): Readonly<Record<ProposedField, Found<unknown> | null>> => ({
  title: fields.title,
  inspectorates: fields.inspectorates,
  publishedOn: fields.published,
  embargo: fields.embargo,
  scope: fields.scope,
  link: fields.link,
  grade: fields.grade?.value ? fields.grade : null,
  summary: fields.summary ?? fields.keyFindings ?? fields.description,
  localDeadline: fields.localDeadline,
});

/** What the form shows at first: as proposed, with nothing ticked. */
export function checkValues(view: ImportView): FormBody {
  const values = proposedValues(view.proposal);
  const embargo = view.proposal.fields.embargo === null ? { date: null, time: '' } : londonParts(view.proposal.fields.embargo.value);
  const items = view.proposal.items.map((item, at) => ({
    [`items.${at}.kind`]: item.kind,
    [`items.${at}.number`]: item.number ?? '',
    [`items.${at}.text`]: item.text,
    [`items.${at}.owner`]: item.owner?.owner ?? '',
    [`items.${at}.ownerName`]: item.owner?.owner === 'other' ? item.owner.name : '',
    [`items.${at}.organisationId`]: '',
    ...dateValues(`items.${at}.dueOn`, item.due?.date ?? null),
    [`items.${at}.themes`]: '',
    // One with the same words in an earlier report is offered, and it is for a person to take.
    [`items.${at}.repeatsId`]: '',
  }));
  return {
    into: '',
    ticks: [],
    title: values.title ?? '',
    kind: kindOf(view.proposal),
    inspectorates: view.proposal.fields.inspectorates?.value ?? [],
    otherBody: '',
    ...dateValues('publishedOn', values.publishedOn),
    ...dateValues('embargoOn', embargo.date),
    embargoTime: embargo.time,
    scope: values.scope ?? '',
    forces: [],
    link: values.link ?? '',
    grade: values.grade ?? '',
    summary: values.summary ?? '',
    ...dateValues('localDeadline', values.localDeadline),
    response: 'needed',
    noResponseReason: '',
    ...Object.assign({}, ...items),
  };
}

function kindOf({ fields }: KeptProposal): string {
  const words = `${fields.publicationType?.value ?? ''} ${fields.title?.value ?? ''}`;
  if (/joint targeted/i.test(words)) return 'joint-targeted';
  if (/super-complaint/i.test(words)) return 'super-complaint';
  if (/\bPEEL\b/.test(words)) return 'peel';
  return 'thematic';
}

export function checkInput(body: FormBody, view: ImportView, version: number) {
  const ticks = texts(body, 'ticks');
  return {
    id: view.id,
    version,
    into: text(body, 'into'),
    ticks,
    report: reportInput(body),
    items: view.proposal.items.map((_, at) => ({
      index: at,
      file: ticks.includes(`items.${at}.file`),
      ownerRight: ticks.includes(`items.${at}.ownerRight`),
      dueRight: ticks.includes(`items.${at}.dueRight`),
      ...(Object.fromEntries(ITEM_TEXTS.map((name) => [name, text(body, `items.${at}.${name}`)])) as Record<(typeof ITEM_TEXTS)[number], string>),
      dueOn: dateParts(body, `items.${at}.dueOn`),
      measures: texts(body, `items.${at}.measures`),
    })),
  };
}

const MOST_ITEMS = 400;

/** A date's error stands at its first box. */
export const errorNames = (): Record<string, string> => ({
  publishedOn: 'publishedOn-day',
  embargoOn: 'embargoOn-day',
  localDeadline: 'localDeadline-day',
  ...Object.fromEntries(Array.from({ length: MOST_ITEMS }, (_, at) => [`items.${at}.dueOn`, `items.${at}.dueOn-day`])),
});

export function checkView(view: ImportView, choices: FormChoices, items: readonly ItemView[]) {
  const found = foundOf(view.proposal);
  const mine = view.same.filter((each) => each.mine);
  return {
    state: view.state,
    name: view.name,
    notes: view.proposal.notes,
    none: view.proposal.none.map((each) => ITEM_KIND_WORDS[each.kind]),
    hasResponse: view.proposal.response !== null,
    sources: Object.fromEntries(PROPOSED_FIELDS.map((field) => [field, source(found[field])])),
    words: FIELD_WORDS,
    choices: {
      ...reportChoices(choices),
      ...itemChoices(choices, items, ''),
      kinds: reportChoices(choices).kinds,
      itemKinds: itemChoices(choices, [], '').kinds,
    },
    same: view.same.map((each) => ({ ...each, href: urls.inspection(each.slug) })),
    into: [
      { value: 'new', text: 'No: it is a new report' },
      ...mine.map((each) => ({ value: each.id, text: `Yes: add the recommendations to “${excerpt(each.title, 100)}”, ${each.publishedOn.slice(0, 4)}` })),
    ],
    proposed: view.proposal.items.map((item, at) => itemView(item, at, view, items)),
    source: view.text,
  };
}

const source = (found: Found<unknown> | null) =>
  found === null ? null : { text: excerpt(found.text.trim(), 700), because: found.because, sure: SURE[found.sure], unsure: found.sure === 'unsure' };

function itemView(item: ProposedItem, at: number, view: ImportView, items: readonly ItemView[]) {
  const alike = view.alike[at] ?? [];
  const there = alike.find((each) => view.same.some((report) => report.id === each.inspectionId));
  return {
    at,
    name: itemName({ kind: item.kind, number: item.number }),
    source: { text: excerpt(item.text.trim(), 900), because: item.because.join(' '), sure: SURE[item.sure], unsure: item.sure === 'unsure' },
    owner: item.owner === null ? null : { because: item.owner.because, sure: SURE[item.owner.sure] },
    due: item.due === null ? null : { because: item.due.because, approximate: item.due.approximate, date: item.due.date },
    earlier: item.repeats === null ? null : (item.repeats.report ?? 'an earlier report'),
    there: there === undefined ? null : { name: there.name, href: urls.recommendation(there.id) },
    repeats: [
      { value: '', text: 'It repeats none' },
      ...alike.map((each) => ({ value: each.id, text: `${each.name}, ${excerpt(each.report, 60)}: ${Math.round(each.likeness * 100)}% the same words` })),
      ...items
        .filter((each) => !alike.some((one) => one.id === each.id))
        .map((each) => ({ value: each.id, text: `${each.name}, ${excerpt(each.report.title, 60)}: ${excerpt(each.text, 50)}` })),
    ],
    alike: alike.length,
  };
}
