/** Puts the web together: security, assets, pages, the API, and what is said when something fails. Listens to nothing: `server.ts` does. */
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { signInKey } from '../access/sign-in/index.ts';
import { HeadwaterError } from '../errors.ts';
import type { Acting } from '../register/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { registerAccount } from './account/routes.ts';
import { registerResponses } from './account/responses/routes.ts';
import { registerAbout } from './about/routes.ts';
import { registerApi } from './api/routes.ts';
import { loadAssets } from './assets.ts';
import { registerCatalogue } from './catalogue/routes.ts';
import type { PageData, SignInSetting, WebContext } from './context.ts';
import { registerDeliveries } from './deliveries/routes.ts';
import { registerValidation } from './deliveries/validation/routes.ts';
import { registerExplore } from './explore/index.ts';
import { registerFigure } from './figure/routes.ts';
import { sendAgain } from './forms/send-again.ts';
import { registerUploads } from './forms/upload.ts';
import { frameOf, type Partnership } from './frame.ts';
import { registerGovernance } from './partnership/governance.ts';
import { partnershipOf } from './partnership-name.ts';
import { type GuardedRoute, guard, registerGuard } from './guard.ts';
import { registerHome } from './home/routes.ts';
import { type Identify, identifyBy, registerIdentity } from './identity.ts';
import { registerMethods } from './methods/routes.ts';
import { registerPublic } from './public/routes.ts';
import { registerPartnership } from './partnership/routes.ts';
import { ownWords, type Problem, problemOf, wantsProblem } from './problem.ts';
import { makeRender } from './render.ts';
import { REQUESTS_A_MINUTE, secure } from './security.ts';
import { registerSignIn } from './sign-in/routes.ts';
import { registerSearch } from './search/routes.ts';
import { registerSnapshots } from './snapshots/routes.ts';
import { patterns } from './urls.ts';

export interface AppOptions {
  readonly warehouse: Warehouse;
  /** The register's actions and reads; without them nobody can sign in and only what is public is served. */
  readonly acting?: Acting | null;
  /** Who asks; else by the session's cookie. */
  readonly identify?: Identify;
  readonly signIn?: Partial<SignInSetting>;
  readonly now?: () => Date;
  /** `Host` names to answer beside the loopback ones. */
  readonly hosts?: readonly string[];
  /** Browsers reach it by HTTPS. */
  readonly https?: boolean;
  /** Addresses of the proxies before it, whose word on where a request comes from counts. */
  readonly proxies?: string | null;
  readonly requestsAMinute?: number;
  readonly logger?: boolean;
}

/** Each adds its routes. */
const PAGES = [
  registerSignIn,
  registerHome,
  registerPartnership,
  registerExplore,
  registerFigure,
  registerDeliveries,
  registerValidation,
  registerCatalogue,
  registerSnapshots,
  registerMethods,
  registerAccount,
  registerResponses,
  registerPublic,
  registerGovernance,
  registerApi,
  registerSearch,
  registerAbout,
];

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with what opens it. */
    readonly guarded: readonly GuardedRoute[];
  }
}

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: options.logger ? { level: 'warn' } : false,
    // Long enough for a slice that names every value of several dimensions.
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // A form with several long texts.
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    trustProxy: options.proxies ?? false,
  });
  const assets = loadAssets(import.meta.dirname);
  const acting = options.acting ?? null;
  const partnership = await partnershipOf(acting);
  const context = makeContext(options, acting, assets, partnership);

  await secure(app, { hosts: options.hosts ?? [], requestsAMinute: options.requestsAMinute ?? REQUESTS_A_MINUTE, https: options.https ?? false });
  // Half the time of the usual levels, for a tenth more to send. A page is packed in one call, which costs less than handing it to another thread does.
  await app.register(compress, {
    global: true,
    threshold: 1024,
    syncThreshold: 64 * 1024,
    encodings: ['br', 'gzip'],
    zlibOptions: { level: 1 },
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } },
  });
  await app.register(formbody, { bodyLimit: 1024 * 1024 });
  await registerUploads(app);
  await registerIdentity(app, options.identify ?? identifyBy(acting));
  app.decorate(
    'guarded',
    registerGuard(app, acting, () => partnership()?.publicPicture ?? true),
  );
  sayWhatFailed(app, context);

  app.get(patterns.asset, guard('open'), (request, reply) => {
    const asset = assets.find((request.params as { '*': string })['*']);
    if (!asset) return reply.callNotFound();
    return reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable').send(asset.body);
  });
  for (const register of PAGES) register(app, context);
  return app;
}

function makeContext(options: AppOptions, acting: Acting | null, assets: ReturnType<typeof loadAssets>, partnership: () => Partnership | null): WebContext {
  const render = makeRender(import.meta.dirname, assets);
  return {
    warehouse: options.warehouse,
    assets,
    acting,
    showsPicture: (who) => who.kind !== 'public' || (partnership()?.publicPicture ?? true),
    acts() {
      if (acting !== null) return acting;
      throw new HeadwaterError('busy', 'register-away', 'This cannot be done at the moment', { advice: 'What is public can still be read. Try again later.' });
    },
    signIn: { key: signInKey(options.warehouse.home.dir, {}), provider: null, demonstrations: true, ...options.signIn },
    now: options.now ?? (() => new Date()),
    page(request, reply, view, data: PageData) {
      const frame = frameOf(request, reply, options.warehouse.manifest(), partnership());
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      return reply.type('text/html; charset=utf-8').send(render(view, frame, data));
    },
  };
}

/** The same page without what was asked of it, where something was. */
const plainPath = (url: string): string | null => (url.includes('?') ? (url.split('?')[0] ?? null) : null);

/** People get a page, programs get problem details; both get the same words. What the log is for stays in the log. */
function sayWhatFailed(app: FastifyInstance, context: WebContext): void {
  const answer = (problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    reply.code(problem.status).header('cache-control', 'no-store');
    if (wantsProblem(request)) return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
    const title = problem.title.replace(/\.$/, '');
    const again = sendAgain(request, problem);
    if (again !== null) return context.page(request, reply, 'views/send-again.njk', { title, problem, again });
    return context.page(request, reply, 'views/error.njk', {
      title,
      problem,
      plain: problem.status === 404 ? null : plainPath(request.url),
    });
  };
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error(error);
    return answer(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    return answer(ownWords(reads ? 404 : 405), request, reply);
  });
}
