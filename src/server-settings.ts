/** What the server is told by its environment. */
import { makeProvider, type Provider, providerSettings } from './access/sign-in/index.ts';
import { HeadwaterError } from './errors.ts';
import { isReachable } from './web/index.ts';

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** `Host` names to answer beside the loopback ones. */
  readonly hosts: readonly string[];
  readonly publicUrl: URL | null;
  /** Other machines can reach it. */
  readonly reachable: boolean;
  /** Addresses of the proxies whose word on the client’s address counts; null where none is there. */
  readonly proxies: string | null;
  readonly provider: Provider | null;
}

const DEFAULT_PORT = 3000;

/** @throws HeadwaterError with what to set */
export function readSettings(env: NodeJS.ProcessEnv): ServerSettings {
  const host = env['HOST'] || '127.0.0.1';
  const publicUrl = urlOf(env['HEADWATER_PUBLIC_URL']);
  const reachable = isReachable({ host, allowRemote: env['HEADWATER_ALLOW_REMOTE'] === 'yes', publicUrl });
  const text = env['PORT'] || String(DEFAULT_PORT);
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new HeadwaterError('bad-input', 'port', `PORT is “${text}”, which is not a port.`, {
      advice: 'Use a number from 1 to 65535, or leave it unset for 3000.',
    });
  }
  const hosts = (env['HEADWATER_HOSTS'] ?? '').split(',').map((each) => each.trim().toLowerCase());
  if (publicUrl !== null) hosts.push(publicUrl.hostname);
  const provider = providerSettings(env);
  return {
    host: host === 'localhost' ? '127.0.0.1' : host,
    port,
    hosts: hosts.filter((each) => each !== ''),
    publicUrl,
    reachable,
    proxies: publicUrl?.protocol === 'https:' ? env['HEADWATER_PROXIES'] || 'loopback' : null,
    provider: provider === null ? null : makeProvider(provider),
  };
}

function urlOf(text: string | undefined): URL | null {
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') return url;
  throw new HeadwaterError('bad-input', 'public-url', `HEADWATER_PUBLIC_URL is “${text}”, which is not an address of a service.`, {
    advice: 'Use an address like https://headwater.example.org, without a path.',
  });
}
