/** What is filled in of a report, as parsed at the border. */
import { z } from 'zod';
import { itemByCode } from '../../reference/index.ts';
import { nullableText, optionalDate, optionalLink, optionalText, requiredDate, requiredText } from '../fields.ts';
import { inspectorate, londonInstant, SCOPES } from '../rules/index.ts';
import { inspectionKinds } from './kinds.ts';

const forceCode = z
  .string()
  .refine((code) => itemByCode('force', code)?.unknown !== true && itemByCode('force', code) !== undefined, 'Choose a force from the list');

const fields = z.object({
  title: requiredText('The title', 400, 'Enter the title of the report'),
  kind: z.enum(inspectionKinds, 'Choose what kind of report it is'),
  inspectorates: z
    .array(z.string())
    .default([])
    .refine((codes) => codes.every((code) => inspectorate(code) !== undefined), 'Choose inspectorates from the list'),
  otherBody: optionalText('The other body', 200),
  publishedOn: requiredDate('The publication date'),
  embargoOn: optionalDate('The date of the embargo'),
  embargoTime: optionalText('The time of the embargo', 5),
  scope: z.enum(SCOPES, 'Choose which forces the report is about'),
  forces: z.array(forceCode).default([]),
  link: optionalLink('The link to the report'),
  grade: nullableText('The grade', 200),
  summary: optionalText('The summary', 20_000),
  localDeadline: optionalDate('The date in the local record'),
  response: z.enum(['needed', 'not-needed'], 'Say whether the report needs a response'),
  noResponseReason: optionalText('The reason', 2000),
});

/** The columns of `inspection` that people fill in, and what they should be told. */
export const inspectionFields = fields.transform((given, context) => {
  const refuse = (field: string, message: string): void => context.addIssue({ code: 'custom', path: [field], message });
  const inspectorates = [...new Set([...given.inspectorates, ...(given.otherBody === '' ? [] : [given.otherBody])])];
  if (inspectorates.length === 0) refuse('inspectorates', 'Choose who made the report, or enter another body');
  const forces = given.scope === 'all' ? [] : [...new Set(given.forces)];
  if (given.scope === 'one' && forces.length !== 1) refuse('forces', 'Choose the one force that the report is about');
  if (given.scope === 'several' && forces.length < 2) refuse('forces', 'Choose the forces that the report is about, two or more');
  if (given.embargoOn === null && given.embargoTime !== '') refuse('embargoOn', 'Enter the date on which the embargo ends');
  if (given.embargoOn !== null && !/^([01]?\d|2[0-3])[:.][0-5]\d$/.test(given.embargoTime))
    refuse('embargoTime', 'Enter the time at which the embargo ends, such as 00:01');
  if (given.response === 'not-needed' && given.noResponseReason === '') refuse('noResponseReason', 'Say why the report needs no response');
  if (context.issues.length > 0) return z.NEVER;
  const moment = given.embargoOn === null ? null : londonInstant(given.embargoOn, given.embargoTime.replace('.', ':').padStart(5, '0'));
  return {
    values: {
      title: given.title,
      kind: given.kind,
      inspectorates,
      publishedOn: given.publishedOn,
      embargoAt: moment === null ? null : new Date(moment.instant),
      scope: given.scope,
      forces,
      link: given.link,
      grade: given.grade,
      summary: given.summary,
      localDeadline: given.localDeadline,
      responseNeeded: given.response === 'needed',
      noResponseReason: given.response === 'needed' ? null : given.noResponseReason,
    },
    warnings: moment?.warnings ?? [],
  };
});

export type InspectionValues = z.output<typeof inspectionFields>['values'];
