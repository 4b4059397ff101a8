/** Who a published response was sent to: each step with its day, its evidence, and how it was taken back where it was. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type OneResponse, recordStep, takeBackStep } from '../../../account/responses/index.ts';
import { DISTRIBUTION, parseCivilDate } from '../../../account/rules/index.ts';
import type { WebContext } from '../../context.ts';
import { originOf } from '../../figure/origin.ts';
import { dateParts, text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { badField } from '../../../register/index.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { crumbs, noResponse, param, responseOf } from './load.ts';
import { reasonPage } from './reason.ts';

interface Recorded {
  readonly id: string;
  readonly complete?: boolean;
}

export function registerDistribution(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.responseDistribution, guard('response.read'), async (request, reply) => {
    const one = await responseOf(context, request);
    return context.page(request, reply, 'account/responses/distribution.njk', {
      title: 'Who the response was sent to',
      breadcrumbs: crumbs(one),
      one,
      origin: originOf(request),
      steps: (one.distribution?.steps ?? []).map((step) => ({
        ...step,
        row: current(one, step.code) ?? null,
        record: urls.responsePage(one.id, 'distribution', step.code),
        takeBack: urls.responsePage(one.id, 'distribution', step.code, 'take-back'),
      })),
      withdrawn: one.sent.some((row) => row.withdrawn !== null),
      history: one.sent.map((row) => ({ ...row, label: labelOf(row.step) })).toReversed(),
    });
  });

  formPage<Recorded>(app, context, {
    pattern: patterns.responseStep,
    access: 'response.distribute',
    view: 'account/responses/step.njk',
    async load(request) {
      const one = await responseOf(context, request);
      const step = stepOf(request);
      return {
        title: step.label,
        breadcrumbs: [...crumbs(one), { text: 'Who it was sent to', href: urls.responsePage(one.id, 'distribution') }],
        // What was published here is its own evidence for the website.
        values: { evidence: step.code === 'website' && one.published !== null ? `${originOf(request)}${one.published.path}` : '', documentId: '' },
        one,
        step,
      };
    },
    action: recordStep,
    input: (body, request) => {
      const date = parseCivilDate(dateParts(body, 'doneOn'), 'The date on which it was done');
      if (!date.ok) throw badField('doneOn-day', date.error);
      return {
        id: param(request, 'id'),
        step: stepOf(request).code,
        doneOn: date.date,
        evidence: text(body, 'evidence'),
        documentId: text(body, 'documentId') || null,
      };
    },
    fields: { doneOn: 'doneOn-day' },
    next: (result) => ({
      href: urls.responsePage(result.id, 'distribution'),
      done: result.complete ? 'Everything is recorded: the response is complete' : 'Recorded',
    }),
  });

  reasonPage(app, context, {
    pattern: patterns.responseTakeBack,
    access: 'response.distribute',
    asks: (one, request) => ({
      title: `Take back: ${stepOf(request).label}`,
      label: 'Why is it taken back?',
      hint: 'The record stays under ‘Everything that was recorded’, with this reason.',
      button: 'Take it back',
      cannot: current(one, stepOf(request).code) === undefined ? 'There is nothing to take back: it is not recorded as done.' : null,
      under: { text: 'Who it was sent to', href: urls.responsePage(one.id, 'distribution') },
    }),
    action: takeBackStep,
    more: (request) => ({ step: stepOf(request).code }),
    next: (id) => ({ href: urls.responsePage(id, 'distribution'), done: 'Taken back: the response is not complete' }),
  });
}

function stepOf(request: FastifyRequest) {
  const step = DISTRIBUTION.find((one) => one.code === param(request, 'step'));
  if (step === undefined) throw noResponse();
  return step;
}

const labelOf = (code: string): string => DISTRIBUTION.find((one) => one.code === code)?.label ?? code;

const current = (one: OneResponse, step: string) => one.sent.find((row) => row.step === step && row.withdrawn === null && row.number === one.published?.number);
