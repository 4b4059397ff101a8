/** The partnership's health, and how the partnership is described. */
import type { FastifyInstance } from 'fastify';
import { can, partnershipHealth } from '../../../access/index.ts';
import { organisationList } from '../../../access/organisations/index.ts';
import { PARTNERSHIP_KINDS, partnershipRead, partnershipWords, setPartnership } from '../../../access/partnership/index.ts';
import { SEAT_TYPES } from '../../../access/seats/index.ts';
import type { WebContext } from '../../context.ts';
import { text, texts } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { healthView } from './view.ts';

export function registerHealth(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.partnership, guard('partnership.read'), async (request, reply) => {
    const acts = context.acts();
    const partnership = await acts.read(partnershipRead, {}, request.who);
    const health = healthView(await acts.read(partnershipHealth, {}, request.who), (key) => can(request.who, key));
    return context.page(request, reply, 'partnership/health/view.njk', {
      title: 'Partnership health',
      partnership,
      words: partnership === null ? null : partnershipWords(partnership.kind, partnership.granted),
      health,
    });
  });

  formPage<{ id: string }>(app, context, {
    pattern: patterns.partnershipEdit,
    access: 'partnership.edit',
    view: 'partnership/health/edit.njk',
    async load(request) {
      const acts = context.acts();
      const partnership = await acts.read(partnershipRead, {}, request.who);
      const bodies = (await acts.read(organisationList, {}, request.who)).filter(
        (each) => each.type === 'policing-body' && each.closedOn === null && !each.outside,
      );
      return {
        title: 'Describe the partnership',
        breadcrumbs: [{ text: 'Partnership health', href: urls.partnership }],
        values: {
          name: partnership?.name ?? '',
          kind: partnership?.kind ?? '',
          granted: partnership === null ? '' : partnership.granted ? 'yes' : 'no',
          policingBodyId: partnership?.policingBodyId ?? '',
          quorum: partnership === null ? '' : String(partnership.quorum),
          quorumSeats: partnership?.quorumSeats ?? [],
          publicPicture: (partnership?.publicPicture ?? true) ? 'yes' : 'no',
        },
        ...(partnership === null ? {} : { version: partnership.version }),
        kinds: PARTNERSHIP_KINDS.map((kind) => ({ value: kind.id, text: `${kind.title} (${kind.short})` })),
        bodies: [
          { value: '', text: bodies.length === 0 ? 'None is on the register yet' : 'Choose one' },
          ...bodies.map((each) => ({ value: each.id, text: each.name })),
        ],
        seats: SEAT_TYPES.map((seat) => ({ value: seat.id, text: seat.title })),
      };
    },
    action: setPartnership,
    input: (body, _request, version) => ({
      version,
      name: text(body, 'name'),
      kind: text(body, 'kind'),
      granted: yesNo(text(body, 'granted')),
      policingBodyId: text(body, 'policingBodyId'),
      quorum: text(body, 'quorum') === '' ? undefined : text(body, 'quorum'),
      quorumSeats: texts(body, 'quorumSeats'),
      publicPicture: text(body, 'publicPicture') !== 'no',
    }),
    next: () => ({ href: urls.partnership, done: 'The partnership’s description was saved.' }),
  });
}

/** Undefined where neither was chosen, which the action refuses. */
const yesNo = (word: string): boolean | undefined => (word === 'yes' ? true : word === 'no' ? false : undefined);
