/** The power that lets the parties share, and the basis on which each processes. */
import { LAWFUL_BASES, POWERS, SPECIAL_BASES } from '../../../../access/agreements/index.ts';
import { text, texts } from '../../../forms/body.ts';
import { patterns } from '../../../urls.ts';
import type { Section } from './section.ts';

export const lawSection: Section = {
  pattern: patterns.agreementLaw,
  title: 'What it rests on',
  intro: ['A power lets an organisation share; a lawful basis lets it process. Data about people need both. This page is no legal advice.'],
  fields: () => [
    {
      kind: 'checkboxes',
      name: 'powers',
      label: 'Powers relied on',
      options: POWERS.map((power) => ({
        value: power.id,
        text: power.title,
        hint: `${power.limits.join(' ')}${power.confirmed ? '' : ' Not confirmed here: check it before relying on it.'}`,
      })),
    },
    { kind: 'lines', name: 'powerDetail', label: 'More about the power', hint: 'Needed for common law, consent and any power that is not listed', rows: 3 },
    {
      kind: 'checkboxes',
      name: 'lawfulBases',
      label: 'Lawful bases',
      hint: 'Of each party: police often Part 3, the others the UK GDPR',
      options: LAWFUL_BASES.map((basis) => ({ value: basis.id, text: basis.title })),
    },
    {
      kind: 'lines',
      name: 'crossing',
      label: 'Between law enforcement (Part 3) and UK GDPR',
      hint: 'Where data pass from one to the other: who becomes a controller, for what purpose, on what basis',
      rows: 4,
    },
    {
      kind: 'select',
      name: 'specialBasis',
      label: 'Condition for special category data or data about offences',
      options: [{ value: '', text: 'None needed' }, ...SPECIAL_BASES.map((basis) => ({ value: basis.id, text: basis.title }))],
    },
    {
      kind: 'lines',
      name: 'compellingReason',
      label: 'Why children’s data must be shared',
      hint: 'The compelling reason, and how it serves the best interests of the children',
      rows: 4,
    },
  ],
  values: ({ powers, powerDetail, lawfulBases, crossing, specialBasis, compellingReason }) => ({
    powers,
    powerDetail,
    lawfulBases,
    crossing,
    specialBasis,
    compellingReason,
  }),
  input: (body) => ({
    powers: texts(body, 'powers'),
    powerDetail: text(body, 'powerDetail'),
    lawfulBases: texts(body, 'lawfulBases'),
    crossing: text(body, 'crossing'),
    specialBasis: text(body, 'specialBasis'),
    compellingReason: text(body, 'compellingReason'),
  }),
  labels: { powerDetail: 'More about the power', crossing: 'Between Part 3 and UK GDPR', compellingReason: 'Why children’s data' },
};
