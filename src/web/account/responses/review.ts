/** Checking and submitting, approving or returning, publishing, correcting. */
import type { FastifyInstance } from 'fastify';
import {
  approveResponse,
  contentFields,
  correctResponse,
  type Published,
  publishResponse,
  returnResponse,
  submitResponse,
} from '../../../account/responses/index.ts';
import type { WebContext } from '../../context.ts';
import { originOf } from '../../figure/origin.ts';
import { text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { differencesOf } from './differences.ts';
import { crumbs, param, responseOf } from './load.ts';
import { reasonPage } from './reason.ts';
import { gapHref, itemView } from './tasks.ts';

interface Saved {
  readonly id: string;
}

export function registerReview(app: FastifyInstance, context: WebContext): void {
  formPage<Saved>(app, context, {
    pattern: patterns.responseCheck,
    access: 'response.draft',
    view: 'account/responses/check.njk',
    async load(request) {
      const one = await responseOf(context, request);
      return {
        title: 'Check the answers before you submit the response',
        breadcrumbs: crumbs(one),
        version: one.version,
        values: {},
        one,
        missing: one.gaps.filter((gap) => gap.required).map((gap) => ({ ...gap, href: gapHref(one.id, gap.field) })),
        advised: one.gaps.filter((gap) => !gap.required).map((gap) => ({ ...gap, href: gapHref(one.id, gap.field) })),
        items: one.items.map(itemView),
      };
    },
    action: submitResponse,
    input: (_body, request, version) => ({ id: param(request, 'id'), version }),
    next: (result) => ({ href: urls.response(result.id), done: 'The response waits for approval by somebody who has written none of it' }),
  });

  formPage<Saved>(app, context, {
    pattern: patterns.responseReview,
    access: 'response.approve',
    view: 'account/responses/review.njk',
    async load(request) {
      const one = await responseOf(context, request);
      return {
        title: 'Approve or return the response',
        breadcrumbs: crumbs(one),
        version: one.version,
        values: {},
        one,
        differences: differencesOf(one.approvedContent, one.content),
        fields: Object.entries(contentFields(one.content)).filter(([, text]) => text !== null),
      };
    },
    action: approveResponse,
    input: (_body, request, version) => ({ id: param(request, 'id'), version }),
    next: (result) => ({ href: urls.response(result.id), done: 'The response is approved and can be published' }),
  });

  reasonPage(app, context, {
    pattern: patterns.responseReturn,
    access: 'response.approve',
    asks: (one) => ({
      title: 'Return the response to its draft',
      label: 'Why is it returned?',
      hint: 'Whoever drafts it sees this until it is submitted again. It is not published.',
      button: 'Return it',
      cannot:
        one.state === 'draft'
          ? 'There is nothing to return: the response is a draft.'
          : one.state === 'published'
            ? 'The response is published. What is wrong in it is corrected, and the correction is published beside it.'
            : null,
    }),
    action: returnResponse,
    next: (id) => ({ href: urls.response(id), done: 'The response is a draft again' }),
  });

  formPage<Published>(app, context, {
    pattern: patterns.responsePublish,
    access: 'response.publish',
    view: 'account/responses/publish.njk',
    async load(request) {
      const one = await responseOf(context, request);
      return {
        title: one.published === null ? 'Publish the response' : 'Publish the correction',
        breadcrumbs: crumbs(one),
        version: one.version,
        values: { known: '' },
        one,
        origin: originOf(request),
      };
    },
    action: publishResponse,
    input: (body, request, version) => ({ id: param(request, 'id'), version, known: text(body, 'known') === 'yes' }),
    next: (result) => ({
      href: urls.responsePage(result.id, 'distribution'),
      done:
        result.lateBy > 0
          ? `Published, ${result.lateBy} ${result.lateBy === 1 ? 'day' : 'days'} after the statutory last day. Now record who it was sent to`
          : 'Published. Now record who it was sent to',
    }),
  });

  reasonPage(app, context, {
    pattern: patterns.responseCorrect,
    access: 'response.draft',
    asks: (one) => ({
      title: 'Correct the published response',
      label: 'What has to be corrected?',
      hint: 'This is published with the correction. The response as it is now stays at its address until the corrected one is approved and published, and can be read afterwards.',
      button: 'Open the correction',
      cannot:
        one.state === 'published'
          ? null
          : one.published === null
            ? 'There is nothing to correct: the response is not published yet.'
            : 'A correction is open already: work on that one.',
    }),
    action: correctResponse,
    next: (id) => ({ href: urls.response(id), done: 'A draft of the correction is open' }),
  });
}
