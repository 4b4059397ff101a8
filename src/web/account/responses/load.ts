/** What every page of a response begins with. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { can } from '../../../access/index.ts';
import { findResponse, type OneResponse, readResponse } from '../../../account/responses/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { urls } from '../../urls.ts';
import { excerpt } from '../shared.ts';

export const param = (request: FastifyRequest, name: string): string => (request.params as Readonly<Record<string, string | undefined>>)[name] ?? '';

export const isId = (text: string): boolean => z.uuid().safeParse(text).success;

export const noResponse = (): HeadwaterError =>
  new HeadwaterError('not-found', 'no-such-response', 'There is no such response, or it is not one that you may see', {
    advice: 'The list of responses has every one of yours.',
  });

/** @throws HeadwaterError where there is none that the person may see */
export async function responseOf(context: WebContext, request: FastifyRequest): Promise<OneResponse> {
  const id = param(request, 'id');
  if (!isId(id)) throw noResponse();
  return context.acts().read(readResponse, { id }, request.who);
}

/** Where an address that names the report leads: the response; the page that opens one, for who may; else the report. */
export async function byReport(context: WebContext, request: FastifyRequest): Promise<string> {
  const slug = param(request, 'id');
  const found = await context.acts().read(findResponse, { slug }, request.who);
  if (found === null) throw noResponse();
  if (found.id !== null) return urls.response(found.id);
  return can(request.who, 'response.draft') ? urls.responseStart(slug) : urls.inspection(slug);
}

/** Breadcrumbs of the pages of responses, and of those below one response's own. */
export const responsesCrumbs = () => [
  { text: 'Account', href: urls.account },
  { text: 'Responses', href: urls.responses },
];
export const crumbs = (one: OneResponse) => [...responsesCrumbs(), { text: excerpt(one.content.report.title, 60), href: urls.response(one.id) }];
