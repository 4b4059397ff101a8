/**
 * The organisation’s own sign-in: OpenID Connect, authorisation code with PKCE, state and nonce. It tells who somebody is and nothing more: who may come in
 * and what they may do stands in the register, and nobody is added to it by signing in.
 */
import * as oidc from 'openid-client';
import { HeadwaterError } from '../../errors.ts';
import { appendAudit, type Register, type Tx } from '../../register/index.ts';
import type { FirstStep } from './enter.ts';
import { startFlow, takeFlow } from './flows.ts';
import { arriving, asSystem } from './system.ts';

export interface ProviderSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As the button says it: “Varrowshire Police account”. */
  readonly name: string;
  /** Address of this service as browsers know it, without a trailing slash. */
  readonly publicUrl: string;
  /** Values of `acr` that count as a second factor, beside `mfa` in `amr` (RFC 8176). */
  readonly strongAcr: readonly string[];
}

export interface Provider {
  readonly name: string;
  /** Where the browser goes, and the token of the flow for its cookie. @throws HeadwaterError `provider-away` */
  start(register: Register, next: string): Promise<{ readonly href: string; readonly flow: string }>;
  /** Who came back. `search` is the query of the address, with its `?`. @throws HeadwaterError, each with what to do */
  finish(register: Register, flow: string | null, search: string): Promise<FirstStep>;
  /** Where one signs out of the provider itself; null where it has no such place. */
  signOutHref(): Promise<string | null>;
}

const KEEP_MS = 3_600_000;
const TIMEOUT_SECONDS = 10;
const RETURN = '/sign-in/return';
const SCOPE = 'openid email profile';

const isLoopback = ({ hostname }: URL): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/** From HEADWATER_OIDC_*; null where none is set. @throws HeadwaterError `oidc-settings` */
export function providerSettings(env: NodeJS.ProcessEnv): ProviderSettings | null {
  const {
    HEADWATER_OIDC_ISSUER: issuer,
    HEADWATER_OIDC_CLIENT_ID: clientId,
    HEADWATER_OIDC_CLIENT_SECRET: clientSecret,
    HEADWATER_PUBLIC_URL: publicUrl,
  } = env;
  if (!issuer && !clientId && !clientSecret) return null;
  const bad = (message: string): HeadwaterError =>
    new HeadwaterError('bad-input', 'oidc-settings', message, {
      advice: 'Set HEADWATER_OIDC_ISSUER, HEADWATER_OIDC_CLIENT_ID, HEADWATER_OIDC_CLIENT_SECRET and HEADWATER_PUBLIC_URL, or none of the first three.',
    });
  if (!issuer || !clientId || !clientSecret || !publicUrl) throw bad('The settings of your organisation’s sign-in are not complete.');
  if (!URL.canParse(issuer) || !URL.canParse(publicUrl)) throw bad('HEADWATER_OIDC_ISSUER and HEADWATER_PUBLIC_URL must be addresses.');
  const at = new URL(issuer);
  if (at.protocol !== 'https:' && !(at.protocol === 'http:' && isLoopback(at))) throw bad('HEADWATER_OIDC_ISSUER must begin with https://.');
  return {
    issuer: at,
    clientId,
    clientSecret,
    name: env['HEADWATER_OIDC_NAME'] || 'your organisation’s account',
    publicUrl: new URL(publicUrl).origin,
    strongAcr: (env['HEADWATER_OIDC_STRONG_ACR'] ?? '').split(/[\s,]+/).filter((each) => each !== ''),
  };
}

export function makeProvider(settings: ProviderSettings): Provider {
  let held: { readonly at: number; readonly configuration: Promise<oidc.Configuration> } | undefined;

  /** What the provider says of itself, asked at most once an hour; a failure is asked again. */
  async function configuration(): Promise<oidc.Configuration> {
    if (held === undefined || Date.now() - held.at > KEEP_MS) {
      const execute = settings.issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
      held = {
        at: Date.now(),
        configuration: oidc.discovery(settings.issuer, settings.clientId, settings.clientSecret, undefined, { execute, timeout: TIMEOUT_SECONDS }),
      };
    }
    try {
      return await held.configuration;
    } catch (cause) {
      held = undefined;
      throw away(settings.name, cause);
    }
  }

  return {
    name: settings.name,
    async start(register, next) {
      const config = await configuration();
      const verifier = oidc.randomPKCECodeVerifier();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const href = oidc.buildAuthorizationUrl(config, {
        redirect_uri: `${settings.publicUrl}${RETURN}`,
        scope: SCOPE,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }).href;
      const flow = await asSystem(register, (tx, at) => startFlow(tx, 'provider', { verifier, state, nonce, next }, at));
      return { href, flow };
    },
    async finish(register, flowToken, search) {
      const flow = await asSystem(register, (tx, at) => takeFlow(tx, 'provider', flowToken, at));
      if (flow === null) {
        throw new HeadwaterError('conflict', 'flow-ended', 'Signing in took longer than ten minutes, or was begun in another browser', {
          advice: 'Go to the sign-in page and start again.',
        });
      }
      const config = await configuration();
      const claims = await claimsOf(config, new URL(`${settings.publicUrl}${RETURN}${search}`), flow);
      const personId = await asSystem(register, (tx, at) => personOf(tx, settings, claims, at));
      if (personId === null) {
        throw new HeadwaterError('forbidden', 'person-unknown', `${settings.name} knows you, and this service does not`, {
          advice: 'Ask the administrator of your partnership to invite you with the e-mail address of that account.',
        });
      }
      return { personId, method: 'oidc', secondFactor: claims.strong, next: flow.next };
    },
    async signOutHref() {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      // Without an id_token_hint the provider asks whether it was meant; tokens are kept nowhere here.
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: `${settings.publicUrl}/sign-in` }).href;
    },
  };

  async function claimsOf(config: oidc.Configuration, url: URL, flow: { verifier: string; state: string; nonce: string }): Promise<Claims> {
    try {
      const tokens = await oidc.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('no id_token');
      // Some providers give the e-mail only when asked for it apart.
      const more =
        claims['email'] === undefined && config.serverMetadata().userinfo_endpoint !== undefined
          ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
          : claims;
      const amr: unknown = claims['amr'];
      const acr: unknown = claims['acr'];
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: more['email_verified'] === true && typeof more['email'] === 'string' ? more['email'] : null,
        strong: (Array.isArray(amr) && amr.includes('mfa')) || (typeof acr === 'string' && settings.strongAcr.includes(acr)),
      };
    } catch (cause) {
      throw inWords(settings.name, cause);
    }
  }
}

interface Claims {
  readonly issuer: string;
  readonly subject: string;
  /** Only one that the provider has verified. */
  readonly email: string | null;
  readonly strong: boolean;
}

/** The person that is linked; at the first time the active one with that e-mail, who is linked then. Null where there is none: that is on record. */
async function personOf(tx: Tx, { name }: ProviderSettings, claims: Claims, at: Date): Promise<string | null> {
  const { issuer, subject, email } = claims;
  const linked = await tx
    .selectFrom('identity as i')
    .innerJoin('person as p', 'p.id', 'i.personId')
    .select(['p.id', 'p.status'])
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .executeTakeFirst();
  if (linked?.status === 'active') return linked.id;
  const person = linked !== undefined || email === null ? undefined : await byEmail(tx, email);
  // An address that went to a new colleague must not open the old one’s account.
  const taken =
    person === undefined
      ? undefined
      : await tx.selectFrom('identity').select('subject').where('issuer', '=', issuer).where('personId', '=', person.id).executeTakeFirst();
  if (person === undefined || taken !== undefined) {
    const reason = linked !== undefined ? 'not active' : email === null ? 'no verified e-mail' : taken !== undefined ? 'linked to another account' : 'unknown';
    await appendAudit(tx, {
      at,
      who: arriving(linked?.id ?? person?.id ?? null),
      action: 'sign-in.provider',
      outcome: 'refused',
      details: { reason, provider: name },
    });
    return null;
  }
  await tx.insertInto('identity').values({ issuer, subject, personId: person.id, linkedAt: at }).execute();
  await appendAudit(tx, {
    at,
    who: arriving(person.id),
    action: 'identity.link',
    outcome: 'done',
    subject: { type: 'person', id: person.id },
    details: { issuer },
  });
  return person.id;
}

const byEmail = (tx: Tx, email: string): Promise<{ id: string } | undefined> =>
  tx
    .selectFrom('person')
    .select('id')
    .where((row) => row.fn('lower', ['email']), '=', email.toLowerCase())
    .where('status', '=', 'active')
    .executeTakeFirst();

const away = (name: string, cause: unknown): HeadwaterError =>
  new HeadwaterError('busy', 'provider-away', `${name} does not answer at the moment`, {
    advice: 'Try again in a few minutes. If you have a password for this service, you can sign in with that.',
    cause,
  });

function inWords(name: string, cause: unknown): HeadwaterError {
  if (cause instanceof oidc.AuthorizationResponseError) {
    return new HeadwaterError('forbidden', 'provider-refused', `${name} did not let you in, or you stopped half-way`, {
      advice: 'Go to the sign-in page and start again. If it happens again, ask the people who look after that account.',
      detail: `${cause.error} ${cause.error_description ?? ''}`,
      cause,
    });
  }
  // What fetch throws when nothing answers, or not in time.
  if (
    cause instanceof TypeError ||
    (cause instanceof Error && (cause.cause instanceof TypeError || /Timeout|Abort/.test(`${cause.name} ${String((cause.cause as Error | undefined)?.name)}`)))
  ) {
    return away(name, cause);
  }
  return new HeadwaterError('forbidden', 'provider-answer', `The answer of ${name} could not be trusted, so you are not signed in`, {
    advice: 'Go to the sign-in page and start again.',
    detail: String(cause),
    cause,
  });
}
