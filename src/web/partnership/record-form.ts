/**
 * Forms of `fields.ts` about one kind of record. What stands around each of them is the same: where it leads back to, whose it is, which version it
 * shows. A form says what it asks and what its action takes.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PolicyKey } from '../../access/index.ts';
import { type AnyAction, InputError, type InputIssue } from '../../register/index.ts';
import type { WebContext } from '../context.ts';
import type { FormBody } from '../forms/body.ts';
import { type FormPage, formPage } from '../forms/form-page.ts';
import { dateFields, dateOf, dateOrNull } from './dates.ts';
import { type FieldsAround, type FieldsAsked, fieldsForm } from './fields.ts';
import { partOf } from './id.ts';

/** What an action on a record answers with. */
export interface Done {
  readonly id: string;
}

interface Asked extends FieldsAsked {
  readonly values?: FormBody;
}

interface Kind<Loaded> {
  readonly access: PolicyKey;
  readonly load: (request: FastifyRequest) => Promise<Loaded>;
  readonly around: (loaded: Loaded) => FieldsAround;
}

/** The record that the address names, as the form showed it. */
interface Shown {
  readonly id: string;
  readonly version: number;
}

type Names = Readonly<Record<string, string>>;

interface Typed {
  /** Dates of the action, with a name that begins a sentence: “The day that it starts”. */
  readonly dates?: Names;
  /** Dates that may be left empty. */
  readonly datesOrNone?: Names;
  /** Lists of the action that are typed line by line, with the field that they are typed in. */
  readonly lines?: Names;
}

interface RecordForm<Loaded, Result> extends Typed, Pick<FormPage<Result>, 'pattern' | 'next'> {
  readonly asked: (loaded: Loaded, request: FastifyRequest) => Asked | Promise<Asked>;
  readonly action: AnyAction;
  /** What the action takes beside the dates; the record alone where it is left out. */
  readonly input?: (body: FormBody, shown: Shown, request: FastifyRequest) => object;
}

export type RecordForms<Loaded> = <Result>(form: RecordForm<Loaded, Result>) => void;

export const recordForms =
  <Loaded>(app: FastifyInstance, context: WebContext, { access, load, around }: Kind<Loaded>): RecordForms<Loaded> =>
  (form) => {
    const { pattern, asked, action, input = (_body, shown) => shown, dates, datesOrNone, next } = form;
    formPage(app, context, {
      pattern,
      access,
      view: 'partnership/form.njk',
      async load(request) {
        const loaded = await load(request);
        return fieldsForm({ values: {}, ...(await asked(loaded, request)), ...around(loaded) });
      },
      action,
      input: (body, request, version) => checked(action, input(body, { id: partOf(request), version }, request), body, form),
      fields: dateFields(...Object.keys({ ...dates, ...datesOrNone })),
      next,
    });
  };

/**
 * The input with its dates. A date that is none is said together with whatever else is wrong, and not before it; what is wrong with one line of many
 * is said where the lines are typed, with the line. @throws InputError
 */
function checked(action: AnyAction, input: object, body: FormBody, { dates = {}, datesOrNone = {}, lines = {} }: Typed): object {
  const values: Record<string, string | null> = {};
  const wrong: Record<string, readonly InputIssue[]> = {};
  const readers = [
    ...Object.entries(dates).map(([field, name]) => ({ field, read: () => dateOf(body, field, name) })),
    ...Object.entries(datesOrNone).map(([field, name]) => ({ field, read: () => dateOrNull(body, field, name) })),
  ];
  for (const { field, read } of readers) {
    try {
      values[field] = read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      wrong[field] = error.issues;
    }
  }
  const whole = { ...input, ...values };
  const parsed = action.input.safeParse(whole);
  const refused: readonly Refused[] = parsed.success ? [] : parsed.error.issues;
  const issues = [
    ...refused.filter(({ path }) => wrong[path.join('.')] === undefined).map((issue) => placed(issue, whole, lines)),
    ...Object.values(wrong).flat(),
  ];
  if (issues.length > 0) throw new InputError(issues);
  return whole;
}

interface Refused {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function placed({ path, message }: Refused, input: Readonly<Record<string, unknown>>, lines: Names): InputIssue {
  const [list, at] = path;
  const field = typeof list === 'string' && typeof at === 'number' ? lines[list] : undefined;
  if (field === undefined) return { path: path.join('.'), message };
  // The schema refused an element of it, so it is a list: of words, or of records of words.
  const line = (input[String(list)] as readonly (string | Readonly<Record<string, string>>)[])[Number(at)] ?? '';
  const words = typeof line === 'string' ? line : Object.values(line).join(' ');
  return { path: field, message: `“${words.length > 40 ? `${words.slice(0, 40)}…` : words.trim()}”: ${message}` };
}
