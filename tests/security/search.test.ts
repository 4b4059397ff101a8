/** The one search, for every role of the demonstration: whatever it finds they can open, and what they cannot open it does not find. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { PUBLIC, type Who } from '../../src/register/index.ts';
import { makeWorld, openPages, type Pages, type World } from './world.ts';

describe('the one search', () => {
  let world: World;
  let app: FastifyInstance;
  let pages: Pages;

  before(async () => {
    world = await makeWorld();
    pages = await openPages(world);
    app = pages.app;
  });
  after(() => pages?.remove());

  const get = async (url: string) => app.inject({ method: 'GET', url, headers: { accept: 'text/html' } });
  const find = async (query: string, who: Who): Promise<{ body: string; links: string[] }> => {
    pages.as(who);
    const { statusCode, body } = await get(`/search?q=${encodeURIComponent(query)}`);
    assert.equal(statusCode, 200);
    const found = [...body.matchAll(/<ul class="govuk-list hw-found">[\s\S]*?<\/ul>/g)].join('');
    return { body, links: [...found.matchAll(/href="([^"]+)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&')) };
  };

  test('nobody is led to what they may not open', async () => {
    const wrong: string[] = [];
    let followed = 0;
    const opened = new Map<string, number>();
    for (const who of [PUBLIC, ...world.people.values()]) {
      for (const query of ['police', 'stop', 'agreement', '26']) {
        for (const link of (await find(query, who)).links) {
          const key = `${who.roles.join()} ${link}`;
          const status = opened.get(key) ?? (await get(link)).statusCode;
          opened.set(key, status);
          followed += 1;
          if (status !== 200) wrong.push(`${who.roles.join()} “${query}” ${link}: ${status}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(followed > 500, `only ${followed} links were found`);
  });

  test('who has not signed in finds what is public, and nothing of the register’s inside', async () => {
    const { links } = await find('violence', PUBLIC);
    assert.ok(
      links.some((link) => link.startsWith('/responses/')),
      links.join(),
    );
    assert.ok(!links.some((link) => link.startsWith('/partnership') || link.startsWith('/account')), links.join());
  });

  test('a case is found by its parties alone, and the page is marked', async () => {
    const chair = world.people.get('childrens-social-care');
    const governance = world.people.get('information-governance');
    const custody = world.people.get('custody');
    assert.ok(chair && governance && custody);
    const found = await find('TRLT', chair);
    assert.deepEqual(found.links, [], 'a word without a figure is no reference');
    const case_ = await find('TRLT-2291', chair);
    assert.match(case_.links.join(), /^\/partnership\/cases\//);
    assert.match(case_.body, /OFFICIAL-SENSITIVE/);
    for (const who of [governance, custody, PUBLIC]) assert.deepEqual((await find('TRLT-2291', who)).links, []);
  });

  test('markup and whatever else is typed stands there as text', async () => {
    for (const query of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' or 1=1 --", '%', '\u0000', 'x'.repeat(5000), '🦉']) {
      const { body } = await find(query, PUBLIC);
      assert.ok(!body.includes('<script>alert') && !body.includes('<img src=x'), query);
    }
  });
});
