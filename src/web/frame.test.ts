import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZodError } from 'zod';
import { HeadwaterError } from '../errors.ts';
import type { DeliveryEntry, Manifest } from '../warehouse/index.ts';
import { plainDress } from './assets.ts';
import { problemOf, wantsProblem } from './problem.ts';
import { roomsOf } from './render.ts';
import { isLoopback, isReachable, refuseDemonstration } from './security.ts';
import { standingOf } from './standing.ts';
import { figureForm, urls } from './urls.ts';

const delivery = (id: string, more: Partial<DeliveryEntry>): DeliveryEntry => ({
  id,
  number: 1,
  dataset: 'street',
  layout: 'police-uk-street',
  fileName: `${id}.csv`,
  sha256: '',
  bytes: 1,
  receivedAt: '2026-11-20T09:00:00.000Z',
  source: 'norfolk',
  publisher: 'Police forces',
  licence: 'Open Government Licence v3.0',
  edition: null,
  fictional: false,
  from: null,
  to: null,
  counts: { read: 0, accepted: 0, quarantined: 0, repeats: 0 },
  warnings: [],
  review: [],
  quarantined: [],
  state: 'live',
  contractVersion: '1',
  ...more,
});

const manifestOf = (...deliveries: DeliveryEntry[]): Manifest => ({
  version: 1,
  sequence: 1,
  current: 's1',
  snapshots: [{ id: 's1', at: '2026-11-20T09:00:00.000Z', files: {}, live: deliveries.filter((each) => each.state === 'live').map((each) => each.id) }],
  deliveries,
});

test('the banner follows the live deliveries alone', () => {
  const invented = delivery('a', { fictional: true });
  const real = delivery('b', {});
  assert.deepEqual(standingOf(manifestOf(invented)), { fictional: true, allFictional: true, attributions: [] });
  assert.equal(standingOf(manifestOf(invented, real)).allFictional, false);
  assert.equal(standingOf(manifestOf({ ...invented, state: 'superseded' }, real)).fictional, false);
});

test('Ordnance Survey is acknowledged where real boundaries are live, and only there', () => {
  const said = (...deliveries: DeliveryEntry[]) => standingOf(manifestOf(...deliveries)).attributions.join(' ');
  assert.match(said(delivery('a', { dataset: 'area' })), /Contains OS data © Crown copyright and database right/);
  assert.doesNotMatch(said(delivery('a', {})), /OS data/);
  assert.doesNotMatch(said(delivery('a', { dataset: 'area', fictional: true })), /OS data/);
  assert.match(said(delivery('a', {})), /Open Government Licence v3\.0, from: Police forces/);
});

test('a fault keeps its inside to itself; anything else was written for the user', () => {
  const fault = problemOf(new HeadwaterError('fault', 'disk', 'ENOSPC at /var/lib/x', { advice: 'rm -rf', detail: 'stack' }));
  assert.equal(fault.status, 500);
  assert.doesNotMatch(JSON.stringify(fault), /ENOSPC|var|rm -rf|stack/);
  assert.doesNotMatch(JSON.stringify(problemOf(new Error('secret'))), /secret/);
  assert.deepEqual(problemOf(new HeadwaterError('not-found', 'x', 'No such thing.', { advice: 'Look elsewhere.' })), {
    type: 'urn:headwater:error:x',
    title: 'No such thing.',
    status: 404,
    detail: 'Look elsewhere.',
  });
  assert.match(problemOf(new ZodError([{ code: 'custom', path: ['page'], message: 'Give a number', input: 'x' }])).title, /‘page’/);
  assert.equal(problemOf(Object.assign(new Error('x'), { statusCode: 429 })).status, 429);
});

test('who asks for JSON gets problem details; who asks for a page gets a page', () => {
  const asks = (url: string, accept?: string) => wantsProblem({ url, headers: accept === undefined ? {} : { accept } });
  assert.equal(asks('/figure/x', 'text/html,application/xhtml+xml,*/*;q=0.8'), false);
  assert.equal(asks('/figure/x', 'application/json'), true);
  assert.equal(asks('/figure/x', 'text/html, application/json'), false);
  assert.equal(asks('/figure/x.csv?by=month', 'text/html'), true);
  assert.equal(asks('/api/v1/measures'), true);
  assert.equal(asks('/api'), false);
});

test('only loopback addresses are loopback', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]']) assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '10.0.0.1', 'localhost.example', '127.0.0.1.example', '', '128.0.0.1']) assert.ok(!isLoopback(host), host);
  const there = (host: string, url: string | null, allowRemote = false) => isReachable({ host, allowRemote, publicUrl: url === null ? null : new URL(url) });
  assert.equal(there('127.0.0.1', null), false);
  assert.equal(there('127.0.0.1', 'http://localhost:3000'), false);
  assert.equal(there('127.0.0.1', 'https://headwater.example'), true, 'a proxy brings others here');
  assert.throws(() => there('0.0.0.0', null), /without HTTPS/);
  assert.throws(() => there('0.0.0.0', 'http://headwater.example'), /without HTTPS/);
  assert.equal(there('0.0.0.0', 'https://headwater.example'), true);
  assert.equal(there('0.0.0.0', null, true), true);
  assert.throws(() => refuseDemonstration(true, true), /anybody/);
  refuseDemonstration(false, true);
});

test('every page knows its room', () => {
  const marked = (path: string) =>
    roomsOf(path)
      .top.filter((item) => item.state !== null)
      .map((item) => `${item.text} ${item.state}`);
  assert.deepEqual(marked('/'), ['Home here']);
  assert.deepEqual(marked('/deliveries'), ['Data here']);
  assert.deepEqual(marked('/catalogue/measures/stops'), ['Data within']);
  assert.deepEqual(marked('/explore/stop'), ['Understand within']);
  assert.deepEqual(marked('/figure/stops'), ['Understand within']);
  assert.deepEqual(marked('/about/protection'), []);
  assert.deepEqual(
    roomsOf('/snapshots').side.map((item) => item.text),
    ['Deliveries', 'Queries to suppliers', 'Catalogue', 'Snapshots', 'What we supplied'],
  );
});

test('addresses are made safe', () => {
  assert.equal(urls.delivery('a/../b?c'), '/deliveries/a%2F..%2Fb%3Fc');
  assert.equal(urls.figure('stops', ''), '/figure/stops');
  assert.equal(figureForm('/figure/stops?by=month&snapshot=s1', 'csv'), '/figure/stops.csv?by=month&snapshot=s1');
});

test('style sheets lose the typeface and the crest of gov.uk', () => {
  const css =
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}a{font-family:GDS Transport,arial,sans-serif}b{background:url(/assets/images/govuk-crest.svg)}i{background:url(/assets/images/icon-x.svg)}';
  assert.equal(plainDress(css), 'a{font-family:arial,sans-serif}b{background:none}i{background:url(images/icon-x.svg)}');
});
