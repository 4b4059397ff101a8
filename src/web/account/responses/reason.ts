/** A page that asks for a reason and does one thing to the response: returning it, correcting it, taking a record of sending back. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PolicyKey } from '../../../access/index.ts';
import type { OneResponse } from '../../../account/responses/index.ts';
import type { AnyAction } from '../../../register/index.ts';
import type { WebContext } from '../../context.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { urls } from '../../urls.ts';
import { crumbs, param, responseOf } from './load.ts';

interface Asked {
  readonly title: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  /** Why it cannot be done now; null where it can. The page says so and has no form. */
  readonly cannot: string | null;
  /** A page between the response and this one. */
  readonly under?: { readonly text: string; readonly href: string };
}

interface ReasonPage {
  readonly pattern: string;
  readonly access: PolicyKey;
  readonly asks: (one: OneResponse, request: FastifyRequest) => Asked;
  readonly action: AnyAction;
  /** What the action takes beside the reason. */
  readonly more?: (request: FastifyRequest) => object;
  readonly next: (id: string) => { readonly href: string; readonly done: string };
}

export function reasonPage(app: FastifyInstance, context: WebContext, page: ReasonPage): void {
  formPage<{ readonly id: string }>(app, context, {
    pattern: page.pattern,
    access: page.access,
    view: 'account/responses/reason.njk',
    async load(request) {
      const one = await responseOf(context, request);
      const { under, ...asked } = page.asks(one, request);
      return {
        ...asked,
        breadcrumbs: [...crumbs(one), ...(under === undefined ? [] : [under])],
        version: one.version,
        values: { reason: '' },
        back: under?.href ?? urls.response(one.id),
      };
    },
    action: page.action,
    input: (body, request, version) => ({ id: param(request, 'id'), version, reason: text(body, 'reason'), ...page.more?.(request) }),
    next: (result) => page.next(result.id),
  });
}
