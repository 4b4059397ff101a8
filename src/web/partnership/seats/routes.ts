/** The core membership and its quorum. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { organisationList } from '../../../access/organisations/index.ts';
import { addSeat, changeSeat, quorumOf, SEAT_TYPES, seatChoices, seatList, seatTitle } from '../../../access/seats/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text } from '../../forms/body.ts';
import { dateFields, dateIn, dateValues } from '../../forms/dates.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { list } from '../../words.ts';
import { partOf } from '../id.ts';

const CRUMBS = [{ text: 'Core membership', href: urls.seats }];
const KINDS = [
  { value: '', text: 'Choose one' },
  ...SEAT_TYPES.map((seat) => ({ value: seat.id, text: seat.mandatory ? `${seat.title} (must be filled)` : seat.title })),
];

/** A holder's membership is chosen as one value, so that organisation and person agree. */
const holderOf = (body: FormBody): { organisationId: string; personId: string } => {
  const [organisationId = '', personId = ''] = text(body, 'holder').split(' ');
  return { organisationId, personId };
};

const fieldsOf = (body: FormBody) => ({
  seat: text(body, 'seat'),
  ...holderOf(body),
  voting: text(body, 'voting') === '' ? undefined : text(body, 'voting') === 'yes',
  fromOn: dateIn(body, 'fromOn'),
  toOn: dateIn(body, 'toOn'),
});

export function registerSeats(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.seats, guard('partnership.read'), async (request, reply) => {
    const { seats, rule, today } = await context.acts().read(seatList, {}, request.who);
    const ended = (seat: { toOn: string | null }): boolean => seat.toOn !== null && seat.toOn < today;
    const view = seats.map((seat) => ({ ...seat, title: seatTitle(seat.seat), href: urls.seatEdit(seat.id), begins: seat.fromOn > today }));
    const now = view.filter((seat) => !ended(seat));
    const all =
      rule === null
        ? null
        : quorumOf(
            seats,
            seats.map((seat) => seat.id),
            rule,
            today,
          );
    return context.page(request, reply, 'partnership/seats/list.njk', {
      title: 'Core membership',
      now,
      past: view.filter(ended),
      absent: SEAT_TYPES.filter((type) => type.mandatory && !now.some((seat) => seat.seat === type.id && seat.personId !== null && !seat.begins)).map(
        (type) => type.title,
      ),
      rule: rule === null ? null : { count: rule.count, seats: list(rule.seats.map((seat) => seatTitle(seat).toLowerCase())) },
      reachable: all,
      lacks: all === null ? '' : list(all.missingSeats.map((seat) => seatTitle(seat).toLowerCase())),
    });
  });

  const choices = async (request: FastifyRequest) => {
    const acts = context.acts();
    const people = await acts.read(seatChoices, {}, request.who);
    const organisations = (await acts.read(organisationList, {}, request.who)).filter((each) => each.closedOn === null && !each.outside);
    return {
      kinds: KINDS,
      holders: [
        { value: '', text: 'Choose one' },
        ...organisations.flatMap(({ id, name }) => [
          ...people
            .filter((each) => each.organisationId === id)
            .map((each) => ({ value: `${id} ${each.personId}`, text: `${name}: ${each.person}${each.post === null ? '' : `, ${each.post}`}` })),
          { value: id, text: `${name}: vacant` },
        ]),
      ],
      votes: [
        { value: 'yes', text: 'Yes' },
        { value: 'no', text: 'No' },
      ],
      back: urls.seats,
      breadcrumbs: CRUMBS,
    };
  };
  const fields = { organisationId: 'holder', personId: 'holder', ...dateFields('fromOn', 'toOn') };

  formPage<{ id: string }>(app, context, {
    pattern: patterns.seatNew,
    access: 'seat.edit',
    view: 'partnership/seats/edit.njk',
    load: async (request) => ({
      ...(await choices(request)),
      title: 'Add a seat',
      values: { seat: '', holder: '', voting: 'yes', ...dateValues('fromOn', null), ...dateValues('toOn', null) },
    }),
    action: addSeat,
    input: fieldsOf,
    fields,
    next: () => ({ href: urls.seats, done: 'The seat was added.' }),
  });

  formPage<{ id: string }>(app, context, {
    pattern: patterns.seatEdit,
    access: 'seat.edit',
    view: 'partnership/seats/edit.njk',
    async load(request) {
      const { seats } = await context.acts().read(seatList, {}, request.who);
      const seat = seats.find((each) => each.id === partOf(request));
      if (!seat) throw new HeadwaterError('not-found', 'no-such-seat', 'There is no such seat', { advice: 'Go back to the core membership.' });
      const data = await choices(request);
      const holder = seat.personId === null ? seat.organisationId : `${seat.organisationId} ${seat.personId}`;
      const known = data.holders.some((each) => each.value === holder);
      return {
        ...data,
        // Somebody who has gone since is still who holds it, until another is chosen.
        holders: known ? data.holders : [...data.holders, { value: holder, text: `${seat.organisation}: ${seat.person ?? 'vacant'} (no longer a member)` }],
        title: `${seatTitle(seat.seat)} seat`,
        version: seat.version,
        values: { seat: seat.seat, holder, voting: seat.voting ? 'yes' : 'no', ...dateValues('fromOn', seat.fromOn), ...dateValues('toOn', seat.toOn) },
      };
    },
    action: changeSeat,
    input: (body, request, version) => ({ id: partOf(request), version, ...fieldsOf(body) }),
    fields,
    next: () => ({ href: urls.seats, done: 'The seat was changed.' }),
  });
}
