/** A register with the organisations of the fictional county and a person in each, for tests of this room. */
import { strToU8, zipSync } from 'fflate';
import { policy } from '../../access/index.ts';
import { type Acting, insertKept, makeActing, SERVICE, transaction, type Tx, type Who } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { accountActions, accountReads } from '../index.ts';

export interface Room {
  readonly register: TestRegister;
  readonly acting: Acting;
  readonly body: string;
  readonly force: string;
  readonly council: string;
  /** Works for the policing body. */
  readonly officer: Who;
  readonly chief: Who;
  readonly analyst: Who;
  /** Youth justice at the council. */
  readonly partner: Who;
  /** Looks into the register with the service's own reach. */
  look<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

export async function openRoom(now = '2023-03-10T09:00:00Z'): Promise<Room> {
  const register = await testRegister(now);
  const acting = makeActing(register, policy, accountActions, accountReads);
  const setting = { who: SERVICE, reach: 'system', at: register.now() } as const;
  const look = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(register.db, { ...setting, at: register.now() }, work);
  const made = await look(async (tx) => {
    const organisation = (name: string, type: string, force: string | null): Promise<string> =>
      insertKept(tx, 'organisation', { name, shortName: name, type, force }, setting);
    const body = await organisation('Varrowshire Police and Crime Commissioner', 'policing-body', 'varrowshire');
    const force = await organisation('Varrowshire Police', 'police', 'varrowshire');
    const council = await organisation('Varrowshire County Council', 'local-authority', null);
    await tx
      .insertInto('partnership')
      .values({
        name: 'Varrowshire Violence Reduction Partnership',
        kind: 'unit',
        granted: true,
        policingBodyId: body,
        quorum: 3,
        createdBy: null,
        updatedBy: null,
      })
      .execute();
    const person = async (name: string, organisationId: string, organisationName: string, ...roles: string[]): Promise<Who> => {
      const personId = await insertKept(tx, 'person', { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@varrow.example` }, setting);
      await insertKept(tx, 'membership', { personId, organisationId, roles, fromOn: '2020-01-01', toOn: null }, setting);
      return { kind: 'person', personId, name, organisationId, organisationName, roles, via: 'page' };
    };
    return {
      body,
      force,
      council,
      officer: await person('Olga Finch', body, 'Varrowshire Police and Crime Commissioner', 'policing-body-officer'),
      chief: await person('Conrad Vale', force, 'Varrowshire Police', 'chief-officer'),
      analyst: await person('Ada Moss', force, 'Varrowshire Police', 'analyst'),
      partner: await person('Yara Quill', council, 'Varrowshire County Council', 'youth-justice'),
    };
  });
  return { register, acting, ...made, look, remove: () => register.remove() };
}

/** The March 2023 report as a form sends it. */
export const REPORT = {
  title: 'An inspection of how well the police tackle serious youth violence',
  kind: 'thematic',
  inspectorates: ['hmicfrs'],
  otherBody: '',
  publishedOn: '2023-03-08',
  embargoOn: '',
  embargoTime: '',
  scope: 'all',
  forces: [],
  link: 'https://hmicfrs.example/serious-youth-violence',
  grade: '',
  summary: '',
  localDeadline: '',
  response: 'needed',
  noResponseReason: '',
};

export const ITEM = {
  kind: 'recommendation',
  number: '3',
  text: 'By 31 March 2024, chief constables should make sure their officers are trained in the use of Home Office crime outcome 22.',
  owner: 'own-force',
  ownerName: '',
  organisationId: '',
  dueOn: '2024-03-31',
  dueNote: '',
  themes: 'outcome 22, training',
  measures: [] as string[],
  repeatsId: '',
};

/** A Word document with a macro in it. */
export function macros(): Buffer {
  const types =
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>';
  return Buffer.from(
    zipSync({ '[Content_Types].xml': strToU8(types), 'word/document.xml': strToU8('<w:document/>'), 'word/vbaProject.bin': strToU8('macro') }),
  );
}
