/**
 * The plain form of a figure: what to group by and what to keep, as selects and checkboxes that a GET sends. Works without scripts. Filters that
 * the form does not offer (an LSOA, say) travel along as hidden fields. Pure.
 */
import type { Dimension, DimensionId, DimensionValue, Slice } from '../../warehouse/index.ts';
import { withQuery } from '../urls.ts';
import { period } from '../words.ts';

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
}

export interface FormView {
  readonly action: string;
  readonly by: readonly (readonly Option[])[];
  readonly from: readonly Option[];
  readonly to: readonly Option[];
  readonly groups: readonly { readonly id: string; readonly title: string; readonly chosen: number; readonly options: readonly Option[] }[];
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  /** What is chosen now, each with the address that takes it away. */
  readonly tags: readonly { readonly title: string; readonly text: string; readonly without: string }[];
  readonly clear: string;
}

export interface FormInput {
  readonly path: string;
  readonly by: readonly DimensionId[];
  readonly slice: Slice;
  /** What the measure can be grouped by. */
  readonly dimensions: readonly Dimension[];
  /** Months held, `YYYY-MM`, oldest first. */
  readonly months: readonly string[];
  /** What each filter can offer. */
  readonly offers: ReadonlyMap<DimensionId, readonly DimensionValue[]>;
  /** What every link and the form itself carry along. */
  readonly keep?: readonly (readonly [name: string, value: string])[];
}

/** Groupings that the form offers at once; the address takes as many as the measure does. */
const SELECTS = 2;

export function formView(input: FormInput): FormView {
  const { by, slice, path, offers, keep = [] } = input;
  const months = (chosen: string | null, none: string): Option[] => [
    { value: '', text: none, chosen: chosen === null },
    ...[...new Set([...input.months, ...(chosen ? [chosen] : [])])].sort().map((month) => ({ value: month, text: period(month), chosen: month === chosen })),
  ];
  const groups = [...offers].map(([id, values]) => {
    const chosen = new Set(slice.where[id] ?? []);
    const title = input.dimensions.find((each) => each.id === id)?.title ?? id;
    return {
      id,
      title,
      chosen: chosen.size,
      options: chosenFirst(values.map((value) => ({ value: value.code, text: value.label, chosen: chosen.has(value.code) }))),
    };
  });
  return {
    action: path,
    by: Array.from({ length: Math.max(SELECTS, by.length) }, (_, place) => [
      { value: '', text: place === 0 ? 'Nothing: one number' : 'Nothing more', chosen: by[place] === undefined },
      ...input.dimensions.map((each) => ({ value: each.id, text: each.title, chosen: by[place] === each.id })),
    ]),
    from: months(slice.from, 'The first month'),
    to: months(slice.to, 'The last month'),
    groups,
    hidden: [
      ...keep.map(([name, value]) => ({ name, value })),
      ...Object.entries(slice.where).flatMap(([name, values]) =>
        (values ?? [])
          .filter((value) => !groups.some((group) => group.id === name && group.options.some((option) => option.value === value)))
          .map((value) => ({ name, value })),
      ),
    ],
    tags: tagsOf(input),
    clear: withQuery(
      path,
      new URLSearchParams([...by.map((id): [string, string] => ['by', id]), ...keep.map(([name, value]): [string, string] => [name, value])]),
    ),
  };
}

const chosenFirst = (options: readonly Option[]): Option[] => [...options.filter((each) => each.chosen), ...options.filter((each) => !each.chosen)];

function tagsOf(input: FormInput): FormView['tags'] {
  const { slice, by, path, keep = [] } = input;
  const chosen: [name: string, value: string][] = [
    ...(slice.from ? [['from', slice.from] as [string, string]] : []),
    ...(slice.to ? [['to', slice.to] as [string, string]] : []),
    ...Object.entries(slice.where).flatMap(([name, values]) => (values ?? []).map((value): [string, string] => [name, value])),
  ];
  return chosen.map((one) => {
    const rest = new URLSearchParams([
      ...by.map((id): [string, string] => ['by', id]),
      ...chosen.filter((other) => other !== one),
      ...keep.map(([name, value]): [string, string] => [name, value]),
    ]);
    const [name, value] = one;
    const label = input.offers.get(name as DimensionId)?.find((each) => each.code === value)?.label;
    const title = name === 'from' ? 'From' : name === 'to' ? 'To' : (input.dimensions.find((each) => each.id === name)?.title ?? name);
    return { title, text: label ?? period(value), without: withQuery(path, rest) };
  });
}
