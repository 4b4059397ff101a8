/** The one way that a page is made: nunjucks with autoescape on, over templates of this repository only. */
import nunjucks from 'nunjucks';
import type { PolicyKey } from '../access/index.ts';
import { type Assets, govukFolder, mojFolder } from './assets.ts';
import type { Frame } from './frame.ts';
import { urls } from './urls.ts';
import * as words from './words.ts';

/** `view` is a template under src/web (`home/view.njk`); gives the whole page. */
export type Render = (view: string, frame: Frame, data: object) => string;

export function makeRender(webFolder: string, assets: Assets): Render {
  const loader = new nunjucks.FileSystemLoader([webFolder, govukFolder, mojFolder], { noCache: false, watch: false });
  const environment = new nunjucks.Environment(loader, { autoescape: true, trimBlocks: true, lstripBlocks: true });
  environment.addGlobal('asset', assets.url);
  environment.addGlobal('urls', urls);
  for (const [name, filter] of Object.entries(words)) environment.addFilter(name, filter);
  return (view, frame, data) => environment.render(view, { ...data, frame, rooms: roomsOf(frame.path, frame.can) });
}

interface Item {
  readonly text: string;
  readonly href: string;
  /** `here` for the page itself, `within` for a page below it. */
  readonly state: 'here' | 'within' | null;
}

/** A room's pages, each with what opens it: nobody is shown a page that would be refused. */
const ROOMS: readonly { readonly name: string; readonly pages: readonly (readonly [text: string, href: string, key: PolicyKey])[] }[] = [
  { name: 'Home', pages: [['Home', urls.home, 'public.read']] },
  {
    name: 'Understand',
    pages: [
      ['Explore', urls.explore(), 'public.read'],
      ['Methods', urls.methods, 'public.read'],
    ],
  },
  {
    name: 'Partnership',
    pages: [
      ['Health', urls.partnership, 'partnership.read'],
      ['Directory', urls.directory(), 'directory.read'],
      ['Organisations', urls.organisations, 'partnership.read'],
      ['Core membership', urls.seats, 'partnership.read'],
      ['Terms of reference', urls.terms, 'terms.read'],
      ['Meetings', urls.meetings, 'meeting.read'],
      ['Cases at panels', urls.cases(), 'case.read'],
      ['Products', urls.products, 'partnership.read'],
      ['Sharing agreements', urls.agreements(), 'agreement.read'],
      ['What is shared', urls.sharing, 'sharing.read'],
      ['People', urls.people(), 'person.manage'],
      ['Audit log', urls.audit(), 'audit.read'],
      ['Retention', urls.retention, 'retention.read'],
    ],
  },
  {
    name: 'Account',
    pages: [
      ['Overview', urls.account, 'inspection.read'],
      ['Inspections', urls.inspections(), 'inspection.read'],
      ['Recommendations', urls.recommendations(), 'inspection.read'],
      ['Deadlines', urls.deadlines(), 'deadline.read'],
      ['Responses', urls.responses, 'response.read'],
      ['Comments asked for', urls.chiefComments, 'chief-comment.write'],
      ['Published responses', urls.published, 'public.read'],
      ['Accountability', urls.accountability, 'public.read'],
    ],
  },
  {
    name: 'Data',
    pages: [
      ['Deliveries', urls.deliveries(), 'delivery.read'],
      ['Queries to suppliers', urls.deliveryQueries, 'delivery.read'],
      ['Catalogue', urls.catalogue, 'public.read'],
      ['Snapshots', urls.snapshots, 'public.read'],
      ['What we supplied', urls.supplied, 'delivery.answer'],
    ],
  },
];

/** Every page of the navigation that somebody may open. */
export const roomPages = (may: (key: PolicyKey) => boolean): { readonly title: string; readonly href: string; readonly words: string }[] =>
  ROOMS.flatMap((room) =>
    room.pages.filter(([, , key]) => may(key)).map(([title, href]) => ({ title, href, words: room.name === title ? '' : `In ${room.name}` })),
  );

/** The service navigation, and the pages of the present room. Rooms that are not built yet are not shown. */
export function roomsOf(
  path: string,
  may: (key: PolicyKey) => boolean = () => true,
): { readonly top: readonly Item[]; readonly side: readonly Item[]; readonly name: string | null } {
  const rooms = ROOMS.map(({ name, pages }) => ({ name, pages: pages.filter(([, , key]) => may(key)) })).filter((room) => room.pages.length > 0);
  const at = path.startsWith('/figure/') ? urls.explore() : path;
  const above = (href: string): boolean => href !== urls.home && at.startsWith(`${href}/`);
  const hrefs = rooms.flatMap((room) => room.pages.map(([, href]) => href));
  const stateOf = (href: string): Item['state'] => {
    if (at === href) return at === path ? 'here' : 'within';
    // Of two pages above this one, one of them above the other, the nearer.
    return above(href) && !hrefs.some((other) => other.startsWith(`${href}/`) && (other === at || above(other))) ? 'within' : null;
  };
  const present = rooms.find((room) => room.pages.some(([, href]) => stateOf(href) !== null));
  const top = rooms.map((room): Item => {
    const href = room.pages[0]?.[1] ?? urls.home;
    return { text: room.name, href, state: room !== present ? null : stateOf(href) === 'here' ? 'here' : 'within' };
  });
  const side = (present?.pages ?? []).map(([text, href]): Item => ({ text, href, state: stateOf(href) }));
  return { top, side: side.length > 1 ? side : [], name: present?.name ?? null };
}
