/** What every page is given. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Acting, Who } from '../register/index.ts';
import type { Key, Provider } from '../access/sign-in/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import type { Assets } from './assets.ts';

export interface SignInSetting {
  /** Key of the secrets in the database. */
  readonly key: Key;
  /** The organisation’s own sign-in (OpenID Connect), or null. */
  readonly provider: Provider | null;
  /** Whether this server lets anybody in as anybody where the register is a demonstration: only where it is reached from this machine alone. */
  readonly demonstrations: boolean;
}

export interface WebContext {
  readonly warehouse: Warehouse;
  readonly assets: Assets;
  /** Null where there is no register: nobody is signed in then. */
  readonly acting: Acting | null;
  /** Whether somebody may see figures: everybody may, unless the partnership keeps its picture to those who have signed in. */
  readonly showsPicture: (who: Who) => boolean;
  /** The register's actions and reads. @throws HeadwaterError `register-away` where there is none */
  readonly acts: () => Acting;
  readonly signIn: SignInSetting;
  readonly now: () => Date;
  /**
   * Sends the page made from `view` (a template under src/web, such as `explore/board.njk`). `data.title` is the page's title.
   * The status is the reply's own, 200 unless set before.
   */
  readonly page: (request: FastifyRequest, reply: FastifyReply, view: string, data: PageData) => FastifyReply;
}

export interface PageData {
  readonly title: string;
  readonly [name: string]: unknown;
}
