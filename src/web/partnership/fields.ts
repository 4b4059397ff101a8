/** Fields of a form as data, for `partnership/form.njk`: a page says what it asks, and the view has the patterns of the design system. */
import type { FormBody } from '../forms/body.ts';

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
}

export type Field =
  | (Common & { readonly kind: 'text'; readonly width?: 4 | 10 | 20; readonly numeric?: boolean })
  | (Common & { readonly kind: 'lines'; readonly rows?: number })
  | (Common & { readonly kind: 'date' })
  | (Common & { readonly kind: 'radios' | 'checkboxes' | 'select'; readonly options: readonly Option[] })
  /** Words between fields. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string };

/** What a form asks. */
export interface FieldsAsked {
  readonly title: string;
  /** Paragraphs below the title. */
  readonly intro?: readonly string[];
  /** A list below them. */
  readonly bullets?: readonly string[];
  /** What cannot be undone. */
  readonly warning?: string;
  readonly fields: readonly Field[];
  readonly button: string;
  readonly buttonKind?: 'warning';
  /** Labels of the record’s fields, for what somebody else has changed. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What stands around it. */
export interface FieldsAround {
  /** Classification of the page, where it is not OFFICIAL. */
  readonly marking?: string;
  /** Above the title. */
  readonly caption?: string;
  readonly cancel: string;
  readonly version?: number;
  readonly breadcrumbs?: readonly { readonly text: string; readonly href: string }[];
}

export interface FieldsForm extends FieldsAsked, FieldsAround {
  readonly values: FormBody;
  readonly [more: string]: unknown;
}

/** Checked by the compiler, and no more. */
export const fieldsForm = (form: FieldsForm): FieldsForm => form;
