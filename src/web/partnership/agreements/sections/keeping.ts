/** How long the data are kept, and how they are protected. */
import { text } from '../../../forms/body.ts';
import { patterns } from '../../../urls.ts';
import { numberOrNull } from '../../typed.ts';
import type { Section } from './section.ts';

export const keepingSection: Section = {
  pattern: patterns.agreementKeeping,
  title: 'Keeping and protecting',
  fields: () => [
    {
      kind: 'text',
      name: 'retentionMonths',
      label: 'How many months are the data kept?',
      hint: 'By the receiver, after it got them',
      width: 4,
      numeric: true,
    },
    {
      kind: 'text',
      name: 'dpiaReference',
      label: 'Reference of the data protection impact assessment',
      hint: 'Needed for special category data and for data about children',
    },
    { kind: 'lines', name: 'quality', label: 'Quality', hint: 'How mistakes are found and put right on both sides', rows: 3 },
    {
      kind: 'lines',
      name: 'security',
      label: 'Security',
      hint: 'How the data are sent and held, who can open them, and what happens after a loss',
      rows: 3,
    },
    { kind: 'lines', name: 'rights', label: 'Rights of the people it is about', hint: 'How they are told, and who answers when they ask', rows: 3 },
  ],
  values: (agreement) => ({
    retentionMonths: agreement.retentionMonths === null ? '' : String(agreement.retentionMonths),
    dpiaReference: agreement.dpiaReference,
    quality: agreement.quality,
    security: agreement.security,
    rights: agreement.rights,
  }),
  input: (body) => ({
    retentionMonths: numberOrNull(body, 'retentionMonths'),
    dpiaReference: text(body, 'dpiaReference'),
    quality: text(body, 'quality'),
    security: text(body, 'security'),
    rights: text(body, 'rights'),
  }),
  labels: { retentionMonths: 'Months', dpiaReference: 'Impact assessment', quality: 'Quality', security: 'Security', rights: 'Rights' },
};
