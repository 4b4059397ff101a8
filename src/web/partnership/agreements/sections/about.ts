/** What the agreement is, what for, and from when until when. */
import { text } from '../../../forms/body.ts';
import { patterns } from '../../../urls.ts';
import { dateValues } from '../../dates.ts';
import type { Section } from './section.ts';

export const aboutSection: Section = {
  pattern: patterns.agreementAbout,
  title: 'About the agreement',
  fields: () => [
    { kind: 'text', name: 'reference', label: 'Reference', width: 20 },
    { kind: 'text', name: 'title', label: 'Title' },
    {
      kind: 'lines',
      name: 'purpose',
      label: 'Purpose',
      hint: 'What the data are shared for, narrowly enough that somebody could say what lies outside it',
    },
    { kind: 'date', name: 'startsOn', label: 'When does it start?', hint: 'For example, 1 4 2026' },
    { kind: 'date', name: 'endsOn', label: 'What is its last day?' },
    { kind: 'date', name: 'reviewOn', label: 'When must it be reviewed by?', hint: 'Information governance is reminded six weeks before' },
  ],
  values: (agreement) => ({
    reference: agreement.reference,
    title: agreement.title,
    purpose: agreement.purpose,
    ...dateValues('startsOn', agreement.startsOn),
    ...dateValues('endsOn', agreement.endsOn),
    ...dateValues('reviewOn', agreement.reviewOn),
  }),
  input: (body) => ({
    reference: text(body, 'reference'),
    title: text(body, 'title'),
    purpose: text(body, 'purpose'),
  }),
  dates: { startsOn: 'The day that it starts', endsOn: 'Its last day', reviewOn: 'The day that it is reviewed by' },
  labels: { reference: 'Reference', title: 'Title', purpose: 'Purpose', startsOn: 'Starts', endsOn: 'Last day', reviewOn: 'Reviewed by' },
};
