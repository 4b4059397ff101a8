/** An invented policing body, its force and their people in a register of their own, for tests of responses. */
import pg from 'pg';
import { insertKept, SERVICE, transaction, type Tx, type Who } from '../../src/register/index.ts';
import { type TestRegister, testRegister } from '../../src/register/testing/index.ts';
import { actingOn } from '../../src/service/index.ts';
import type { Acting } from '../../src/register/index.ts';

export interface County {
  readonly register: TestRegister;
  readonly acting: Acting;
  readonly body: string;
  readonly force: string;
  readonly otherBody: string;
  readonly officer: Who;
  readonly colleague: Who;
  readonly lead: Who;
  readonly chief: Who;
  readonly stranger: Who;
  readonly analyst: Who;
  /** Runs with the service's own reach. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  inspection(values?: Partial<NewInspection>): Promise<{ readonly id: string; readonly slug: string; readonly items: readonly string[] }>;
  /** What only the owner of the database could do. */
  asOwner(statement: string): Promise<void>;
  remove(): Promise<void>;
}

export interface NewItem {
  readonly kind?: 'recommendation' | 'area-for-improvement' | 'cause-of-concern' | 'lesson';
  readonly number: string;
  readonly text: string;
  readonly owner?: 'own-force' | 'policing-body' | 'home-office' | 'other';
  readonly dueOn?: string | null;
}

export interface NewInspection {
  readonly title: string;
  readonly slug: string;
  readonly kind: string;
  readonly inspectorates: string[];
  readonly publishedOn: string;
  readonly embargoAt: Date | null;
  readonly scope: 'one' | 'several' | 'all';
  readonly forces: string[];
  readonly responseNeeded: boolean;
  readonly noResponseReason: string | null;
  readonly link: string | null;
  readonly grade: string | null;
  readonly summary: string;
  readonly localDeadline: string | null;
  readonly items: readonly NewItem[];
}

export const ITEMS: readonly NewItem[] = [
  { number: '1', text: 'The Home Office should say how the grant is measured.', owner: 'home-office' },
  { number: '3', text: 'By 31 March 2024, chief constables should make sure that officers are trained in outcome 22.', dueOn: '2024-03-31' },
  { number: '4', text: 'By 31 March 2024, chief constables should understand disproportionality in serious youth violence.', dueOn: '2024-03-31' },
];

let made = 0;

/** @param bodyName of the policing body, whose force is `${forceName}` */
export async function county(
  now = '2023-03-09T10:00:00Z',
  bodyName = 'Varrowshire Police and Crime Commissioner',
  forceName = 'Varrowshire Constabulary',
): Promise<County> {
  const register = await testRegister(now);
  const acting = actingOn(register);
  const setting = () => ({ who: SERVICE, reach: 'system', at: register.now() }) as const;
  const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, setting(), work);
  const organisation = (name: string, type: string, force: string | null) =>
    system((tx) =>
      insertKept(
        tx,
        'organisation',
        { name, shortName: name.slice(0, 60), type, force, parentId: null, area: null, closedOn: null, closedReason: null },
        setting(),
      ),
    );
  const body = await organisation(bodyName, 'policing-body', 'varrowshire');
  const force = await organisation(forceName, 'police', 'varrowshire');
  const otherBody = await organisation('Eastmoor Police and Crime Commissioner', 'policing-body', 'eastmoor');
  await system((tx) =>
    tx
      .insertInto('partnership')
      .values({ name: 'Varrowshire partnership', kind: 'partnership', granted: false, policingBodyId: body, quorum: 3, createdBy: null, updatedBy: null })
      .execute(),
  );
  const person = async (name: string, organisationId: string, organisationName: string, ...roles: string[]): Promise<Who> => {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@varrow.example`;
    const personId = await system(async (tx) => {
      const id = await insertKept(tx, 'person', { name, email, phone: null, post: null }, setting());
      await insertKept(tx, 'membership', { personId: id, organisationId, roles, fromOn: '2020-01-01', toOn: null }, setting());
      return id;
    });
    return { kind: 'person', personId, name, organisationId, organisationName, roles, via: 'page' };
  };
  return {
    register,
    acting,
    body,
    force,
    otherBody,
    officer: await person('Orla Penhallow', body, bodyName, 'policing-body-officer'),
    colleague: await person('Tamsin Quill', body, bodyName, 'policing-body-officer'),
    lead: await person('Rowan Ashdene', body, bodyName, 'policing-body-lead'),
    chief: await person('Marl Fenwick-Stone', force, forceName, 'chief-officer'),
    stranger: await person('Ilse Brackwater', otherBody, 'Eastmoor Police and Crime Commissioner', 'policing-body-officer', 'policing-body-lead'),
    analyst: await person('Noor Saltmarsh', force, forceName, 'analyst'),
    system,
    async inspection(values = {}) {
      made += 1;
      const { items = ITEMS, ...given } = values;
      return system(async (tx) => {
        const slug = given.slug ?? `report-${made}`;
        const id = await insertKept(
          tx,
          'inspection',
          {
            slug,
            title: given.title ?? `How well the police tackle serious youth violence (${made})`,
            kind: given.kind ?? 'thematic',
            inspectorates: given.inspectorates ?? ['hmicfrs'],
            publishedOn: given.publishedOn ?? '2023-03-08',
            embargoAt: given.embargoAt ?? null,
            scope: given.scope ?? 'all',
            forces: given.forces ?? [],
            responseNeeded: given.responseNeeded ?? true,
            noResponseReason: given.noResponseReason ?? null,
            link: given.link ?? 'https://inspectorate.example/report',
            grade: given.grade ?? null,
            summary: given.summary ?? 'Twelve forces were inspected.\n\n- Ten with a unit\n- Two without',
            localDeadline: given.localDeadline ?? null,
            organisationId: body,
          },
          setting(),
        );
        const ids: string[] = [];
        for (const [position, item] of items.entries()) {
          const owner = item.owner ?? 'own-force';
          ids.push(
            await insertKept(
              tx,
              'inspectionItem',
              {
                inspectionId: id,
                kind: item.kind ?? 'recommendation',
                number: item.number,
                position,
                text: item.text,
                owner,
                ownerName: owner === 'home-office' ? 'Home Office' : '',
                organisationId: owner === 'own-force' ? force : owner === 'policing-body' ? body : null,
                dueOn: item.dueOn ?? null,
                dueNote: null,
                repeatsId: null,
                closedOn: null,
                closureRoute: null,
                closureNote: null,
              },
              setting(),
            ),
          );
        }
        return { id, slug, items: ids };
      });
    },
    async asOwner(statement) {
      const client = new pg.Client({ connectionString: register.ownerUrl });
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    remove: () => register.remove(),
  };
}
