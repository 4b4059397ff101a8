/** The form of one item. */
import type { FormChoices } from '../../../account/inspections/index.ts';
import type { ItemView } from '../../../account/items/index.ts';
import { ITEM_KIND_WORDS, ITEM_KINDS, MEASURE_SETS, OWNER_WORDS, OWNERS } from '../../../account/rules/index.ts';
import { dateParts, type FormBody, text, texts } from '../../forms/body.ts';
import { day, list } from '../../words.ts';
import { dateValues, excerpt, fieldNames } from '../shared.ts';

const MEASURES = MEASURE_SETS.flatMap((set) => set.measures);

export const ITEM_FIELDS = fieldNames(
  ['kind', 'number', 'text', 'owner', 'ownerName', 'organisationId', 'dueNote', 'themes', 'measures', 'repeatsId'],
  ['dueOn'],
);
/** Labels for what somebody else changed meanwhile. */
export const ITEM_LABELS = {
  kind: 'What it is',
  number: 'Number',
  text: 'Words',
  owner: 'Who owns it',
  ownerName: 'Name of the owner',
  organisationId: 'Who answers for it',
  dueOn: 'Due',
  dueNote: 'Note on the due date',
  themes: 'Themes',
  measures: 'Measures',
  repeatsId: 'Repeats',
};

/** The same fields as they are on file, in words. `items` are those that it may repeat. */
export const itemHeld = (item: ItemView, items: readonly ItemView[]): Record<keyof typeof ITEM_LABELS, string> => {
  const repeated = items.find((each) => each.id === item.repeatsId);
  return {
    kind: ITEM_KIND_WORDS[item.kind],
    number: item.number || 'None',
    text: item.text,
    owner: OWNER_WORDS[item.owner],
    ownerName: item.ownerName || 'None',
    organisationId: item.organisation ?? 'Nobody here',
    dueOn: item.dueOn === null ? 'No date' : day(item.dueOn),
    dueNote: item.dueNote ?? 'None',
    themes: item.themes.length === 0 ? 'None' : list(item.themes),
    measures: item.measures.length === 0 ? 'None' : list(MEASURES.filter((each) => item.measures.includes(each.code)).map((each) => each.label)),
    repeatsId: repeated === undefined ? 'None' : `${repeated.name} of ${repeated.report.title}`,
  };
};

export const itemInput = (body: FormBody) => ({
  kind: text(body, 'kind'),
  number: text(body, 'number'),
  text: text(body, 'text'),
  owner: text(body, 'owner'),
  ownerName: text(body, 'ownerName'),
  organisationId: text(body, 'organisationId'),
  dueOn: dateParts(body, 'dueOn'),
  dueNote: text(body, 'dueNote'),
  themes: text(body, 'themes'),
  measures: texts(body, 'measures'),
  repeatsId: text(body, 'repeatsId'),
});

export const newItem = (): FormBody => ({
  kind: 'recommendation',
  number: '',
  text: '',
  owner: '',
  ownerName: '',
  organisationId: '',
  ...dateValues('dueOn', null),
  dueNote: '',
  themes: '',
  measures: [],
  repeatsId: '',
});

export const itemValues = (item: ItemView): FormBody => ({
  kind: item.kind,
  number: item.number,
  text: item.text,
  owner: item.owner,
  ownerName: item.ownerName,
  organisationId: item.organisationId ?? '',
  ...dateValues('dueOn', item.dueOn),
  dueNote: item.dueNote ?? '',
  themes: item.themes.join(', '),
  measures: [...item.measures],
  repeatsId: item.repeatsId ?? '',
});

/** What the form offers. `items` are those that it may repeat: of other reports. */
export const itemChoices = (choices: FormChoices, items: readonly ItemView[], inspectionId: string) => ({
  kinds: ITEM_KINDS.map((kind) => ({ value: kind, text: ITEM_KIND_WORDS[kind] })),
  owners: OWNERS.map((owner) => ({ value: owner, text: OWNER_WORDS[owner] })),
  organisations: [{ value: '', text: 'As the owner says' }, ...choices.organisations.map((each) => ({ value: each.id, text: each.name }))],
  measures: MEASURES.map((measure) => ({ value: measure.code, text: measure.label })),
  repeats: [
    { value: '', text: 'It repeats none' },
    ...items
      .filter((item) => item.inspectionId !== inspectionId)
      .map((item) => ({ value: item.id, text: `${item.name}, ${excerpt(item.report.title, 60)}: ${excerpt(item.text, 60)}` })),
  ],
  themes: choices.themes,
});
