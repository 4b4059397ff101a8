/**
 * One form on one page: GET shows it, POST to the same address does its action and goes on. What was typed is never lost: a refused input comes
 * back with its errors, a record that somebody else has changed comes back with what they changed, a session that ran out gives back the form
 * after signing in. Sending twice does it once.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { takeForm, type PolicyKey } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { type AnyAction, badField, InputError, type InputIssue, StaleError } from '../../register/index.ts';
import type { WebContext } from '../context.ts';
import { say } from '../done.ts';
import { guard } from '../guard.ts';
import { bodyOf, type FormBody, ONCE, text, VERSION } from './body.ts';
import { type StaleView, staleView } from './stale.ts';
import { readUpload, type Upload, type UploadedFile } from './upload.ts';

export interface FormData {
  readonly title: string;
  /** What the fields show at first, by field name. A checkbox’s or select’s chosen values are a list. */
  readonly values: FormBody;
  /** Version of the record that is edited. */
  readonly version?: number;
  /** What the form's fields hold in the register now, in words, where the record that has the version does not say it: shown where somebody was faster. */
  readonly held?: Readonly<Record<string, string>>;
  /** Anything else that the view shows. */
  readonly [name: string]: unknown;
}

interface Next {
  readonly href: string;
  readonly done?: string;
}

export interface FormPage<Result> {
  readonly pattern: string;
  readonly access: PolicyKey;
  readonly view: string;
  readonly load: (request: FastifyRequest) => Promise<FormData> | FormData;
  readonly action: AnyAction;
  /**
   * The action’s input from what was typed. `version` is that of the record which the form showed; `file` is null where the form has none, or none
   * was chosen. May be a promise, and may throw InputError.
   */
  readonly input: (body: FormBody, request: FastifyRequest, version: number, file: UploadedFile | null) => unknown;
  /**
   * The form has a file, in the input called `field`, of at most `most` bytes (25 MB). Its view has `enctype="multipart/form-data"` and the hidden fields
   * before the file. A chosen file does not survive an error: browsers do not let a page fill that input in.
   */
  readonly upload?: { readonly field: string; readonly most?: number };
  /** Name of the form’s field for a path of the action’s input, where they differ: `dueOn` is `due-day`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Where to go, and what to say there. */
  readonly next: (result: Result, request: FastifyRequest) => Next | Promise<Next>;
}

/** What the view is given as `form`. */
export interface FormView {
  readonly action: string;
  readonly once: string;
  readonly version: number | null;
  readonly values: FormBody;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  /** Message by field name. */
  readonly error: Readonly<Record<string, string>>;
  /** Set where somebody else was faster. */
  readonly stale: StaleView | null;
  /** Set where the form was kept while its session had run out. */
  readonly kept: boolean;
}

export function formPage<Result>(app: FastifyInstance, context: WebContext, page: FormPage<Result>): void {
  app.get(page.pattern, guard(page.access), async (request, reply) => {
    const data = await page.load(request);
    const kept = await keptValues(request, context);
    const form = viewOf(request, data, kept === null ? {} : { values: kept, kept: true });
    return context.page(request, reply, page.view, { ...data, form });
  });

  app.post(page.pattern, guard(page.access, page.upload === undefined ? {} : { upload: true }), async (request, reply) => {
    const { fields: body, file, refused } = await sent(request, page.upload);
    request.typed = body;
    const version = Number(text(body, VERSION)) || 0;
    let result: Result;
    try {
      if (page.upload !== undefined && refused !== null) throw badField(page.upload.field, refused);
      const key = text(body, ONCE);
      // The page was made for this action: its result is the one that `next` takes.
      result = (await context.acts().act(page.action, await page.input(body, request, version, file), request.who, key === '' ? {} : { key })) as Result;
    } catch (error) {
      return again(request, reply, context, page, body, version, error);
    }
    const { href, done } = await page.next(result, request);
    return say(reply, done).redirect(href, 303);
  });
}

async function sent(request: FastifyRequest, upload: { readonly most?: number } | undefined): Promise<Upload> {
  if (upload === undefined || !request.isMultipart()) return { fields: bodyOf(request), file: null, refused: null };
  return readUpload(request, upload);
}

/** The form again, with what was typed and what is wrong. */
async function again<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  context: WebContext,
  page: FormPage<Result>,
  body: FormBody,
  version: number,
  error: unknown,
): Promise<FastifyReply> {
  if (!(error instanceof HeadwaterError) || error.kind === 'fault' || error.kind === 'not-found' || error.kind === 'forbidden') throw error;
  const data = await page.load(request);
  const issues: readonly InputIssue[] =
    error instanceof InputError ? error.issues : error instanceof StaleError ? [] : [{ path: '', message: sentence(error) }];
  const form = viewOf(request, data, {
    values: body,
    issues: issues.map((issue) => ({ ...issue, path: page.fields?.[issue.path] ?? issue.path })),
    // Saving again writes over what the other person did, knowingly.
    version: error instanceof StaleError && typeof error.now['version'] === 'number' ? error.now['version'] : version,
    stale: error instanceof StaleError ? staleView(error, data.held) : null,
  });
  return context.page(request, reply.code(error.status), page.view, { ...data, form, title: `Error: ${data.title}`, heading: data.title });
}

const sentence = (error: HeadwaterError): string => [error.message.replace(/\.?$/, '.'), error.advice ?? ''].join(' ').trim();

interface Shown {
  readonly values?: FormBody;
  readonly issues?: readonly InputIssue[];
  readonly version?: number;
  readonly stale?: FormView['stale'];
  readonly kept?: boolean;
}

export function viewOf(request: FastifyRequest, data: FormData, shown: Shown = {}): FormView {
  const issues = shown.issues ?? [];
  return {
    action: request.url.split('?')[0] ?? '/',
    once: randomUUID(),
    version: shown.version || data.version || null,
    values: shown.values ?? data.values,
    errors: issues.map((issue) => ({ text: issue.message, href: `#${issue.path === '' ? 'main-content' : issue.path}` })),
    error: Object.fromEntries([...issues].reverse().map((issue) => [issue.path, issue.message])),
    stale: shown.stale ?? null,
    kept: shown.kept ?? false,
  };
}

/** What the same person typed here when their session had run out; it is given once. */
async function keptValues(request: FastifyRequest, context: WebContext): Promise<FormBody | null> {
  if (request.who.personId === null || !new URLSearchParams(request.url.split('?')[1] ?? '').has('kept')) return null;
  return takeForm(context.acts().register, request.who.personId, request.url.split('?')[0] ?? '/');
}
