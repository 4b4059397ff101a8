/** Which organisation supplies, and which receives. */
import { partyOptions } from '../../../../access/agreements/index.ts';
import type { WebContext } from '../../../context.ts';
import { text } from '../../../forms/body.ts';
import { patterns } from '../../../urls.ts';
import type { Field } from '../../fields.ts';
import type { Section } from './section.ts';

export const partiesSection = (context: WebContext): Section => ({
  pattern: patterns.agreementParties,
  title: 'Parties',
  intro: ['Choose what each organisation does under this agreement. Leave the others as they are.'],
  fields: async (agreement, request) => {
    const options = await context.acts().read(partyOptions, {}, request.who);
    const all = [
      ...options,
      ...agreement.parties
        .filter((party) => !options.some((option) => option.id === party.organisationId))
        .map((party) => ({ id: party.organisationId, name: party.name })),
    ];
    return all.map(
      (option): Field => ({
        kind: 'select',
        name: `party-${option.id}`,
        label: option.name,
        options: [
          { value: '', text: 'No party' },
          { value: 'supplies', text: 'Supplies data' },
          { value: 'receives', text: 'Receives data' },
          { value: 'both', text: 'Supplies and receives' },
        ],
      }),
    );
  },
  values: (agreement) => Object.fromEntries(agreement.parties.map((party) => [`party-${party.organisationId}`, party.part])),
  input: (body) => ({
    parties: Object.keys(body)
      .filter((name) => name.startsWith('party-') && text(body, name) !== '')
      .map((name) => ({ organisationId: name.slice('party-'.length), part: text(body, name) })),
  }),
  labels: {},
});
