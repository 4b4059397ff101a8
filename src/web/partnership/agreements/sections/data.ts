/** Which data are shared, how often and how. */
import { KINDS } from '../../../../access/agreements/index.ts';
import { text, texts } from '../../../forms/body.ts';
import { patterns } from '../../../urls.ts';
import { linesOf } from '../../typed.ts';
import type { Section } from './section.ts';

export const dataSection: Section = {
  pattern: patterns.agreementData,
  title: 'Data shared',
  fields: () => [
    {
      kind: 'checkboxes',
      name: 'kinds',
      label: 'Kinds of data',
      hint: 'Choose all that apply',
      options: KINDS.map((kind) => ({ value: kind.id, text: kind.title, hint: kind.hint })),
    },
    {
      kind: 'lines',
      name: 'items',
      label: 'Items',
      hint: 'One a line, as the file has them: month, ward, age band. What is not listed is not shared',
      rows: 8,
    },
    { kind: 'text', name: 'frequency', label: 'How often', hint: 'Such as: every month, within ten working days of its end' },
    { kind: 'lines', name: 'format', label: 'How', hint: 'The format, and the way that it is sent', rows: 3 },
  ],
  values: (agreement) => ({ kinds: agreement.kinds, items: agreement.items.join('\n'), frequency: agreement.frequency, format: agreement.format }),
  input: (body) => ({ kinds: texts(body, 'kinds'), items: linesOf(body, 'items'), frequency: text(body, 'frequency'), format: text(body, 'format') }),
  lines: { items: 'items' },
  labels: { kinds: 'Kinds of data', frequency: 'How often', format: 'How' },
};
