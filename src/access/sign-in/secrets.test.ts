import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { POLICY, policyKeys, reachOfRole } from '../policy.ts';
import { rolesWithoutSecondFactor } from './factor-policy.ts';
import { localPath } from './local-path.ts';
import { weakness } from './password-rules.ts';
import { COST, hashPassword, isDated, NOBODYS, verifyPassword } from './scrypt.ts';
import { seal, signInKey, unseal } from './secret-box.ts';
import { hashOfRecoveryCode, newRecoveryCodes, newTotpSecret, stepOfCode, totpWords } from './totp.ts';

const CHEAP = { ln: 10, r: 8, p: 1 };

describe('passwords', () => {
  test('a hash opens to its password alone, says its cost, and is another one each time', async () => {
    const [one, two] = await Promise.all([hashPassword('copper lantern orchard'), hashPassword('copper lantern orchard')]);
    assert.match(one, /^\$scrypt\$ln=17,r=8,p=1\$/);
    assert.notEqual(one, two);
    assert.equal(await verifyPassword('copper lantern orchard', one), true);
    assert.equal(await verifyPassword('copper lantern orcharD', one), false);
    assert.equal(isDated(one), false);
  });

  test('one of an older cost still opens, and is to be made anew', async () => {
    const old = await hashPassword('copper lantern orchard', CHEAP);
    assert.equal(await verifyPassword('copper lantern orchard', old), true);
    assert.equal(isDated(old), true);
    assert.equal(isDated('nonsense'), true);
    await assert.rejects(verifyPassword('x', 'nonsense'), /hash/);
  });

  test('nobody’s hash costs what today’s costs, and opens to nothing that is likely', async () => {
    assert.equal(isDated(NOBODYS, COST), false);
    for (const guess of ['', 'password']) assert.equal(await verifyPassword(guess, NOBODYS), false);
  });

  test('the same letters in another normal form are the same password', async () => {
    const hash = await hashPassword('crème brûlée tarte'.normalize('NFC'), CHEAP);
    assert.equal(await verifyPassword('crème brûlée tarte'.normalize('NFD'), hash), true);
  });

  test('a flood past the queue is turned away, and those in it are answered', async () => {
    const cheap = { ln: 4, r: 8, p: 1 };
    const all = await Promise.allSettled(Array.from({ length: 140 }, () => hashPassword('x', cheap)));
    const refused = all.filter((each) => each.status === 'rejected');
    assert.equal(refused.length, 140 - 102);
    assert.ok(refused.every((each) => (each.reason as { code?: string }).code === 'sign-in-busy'));
    await hashPassword('x', cheap);
  });

  const owner = { name: 'Ada Moss', email: 'ada.moss@police.example' };
  test('what is short, common, a row of keys, or the person themselves is refused', () => {
    for (const bad of [
      '',
      'short',
      'elevenchars',
      'passwordpassword',
      'Password123456!',
      'P@ssw0rd12345',
      'qwertyuiop12',
      '123456789012',
      '098765432109',
      'aaaaaaaaaaaaaa',
      'abababababab',
      'abcdefghijklmnop',
      'AdaMoss2026!!!',
      'adamosspolice1',
      'headwater2026',
      'Welcome2024Welcome',
      'letmeinletmein',
      'Summer2026!!!!',
      '1q2w3e4r5t6y',
      'x'.repeat(129),
    ])
      assert.notEqual(weakness(bad, owner), null, bad);
  });
  test('what is long and one’s own is taken, whatever it is made of', () => {
    for (const good of [
      'copper lantern orchard',
      'correct horse battery staple',
      '83920174650293',
      'tümpel am waldrand',
      '熊猫竹子山水云雾月光星河',
      'kX9$vLq2#mPw',
      'three random words',
      'my cat hates mondays',
    ])
      assert.equal(weakness(good, owner), null, good);
  });
  test('random passwords are taken', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 12, maxLength: 40 }),
        (bytes) => fc.pre(new Set(bytes).size > 8) === undefined && weakness(Buffer.from(bytes).toString('base64url'), owner) === null,
      ),
    );
  });
});

describe('secrets at rest', () => {
  const key = Buffer.alloc(32, 7);
  test('a secret opens for its owner with its key, and in no other way', () => {
    const sealed = seal(key, 'ada', Buffer.from('secret'));
    assert.equal(unseal(key, 'ada', sealed).toString(), 'secret');
    assert.ok(!sealed.includes('secret'));
    assert.throws(() => unseal(key, 'ben', sealed), { code: 'secret-sealed' });
    assert.throws(() => unseal(Buffer.alloc(32, 8), 'ada', sealed), { code: 'secret-sealed' });
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => unseal(key, 'ada', changed), { code: 'secret-sealed' }, String(at));
    }
    assert.throws(() => unseal(key, 'ada', Buffer.alloc(5)), { code: 'secret-sealed' });
  });

  test('the key is a file of its own that only this account reads, made once; or comes from the environment', () => {
    const dir = mkdtempSync(join(tmpdir(), 'headwater-key-'));
    try {
      const made = signInKey(dir, {})();
      assert.equal(made.length, 32);
      assert.equal(statSync(join(dir, 'sign-in.key')).mode & 0o777, 0o600);
      assert.deepEqual(readFileSync(join(dir, 'sign-in.key')), made);
      assert.deepEqual(signInKey(dir, {})(), made);
      const given = Buffer.alloc(32, 9);
      assert.deepEqual(signInKey(dir, { HEADWATER_SIGN_IN_KEY: given.toString('base64') })(), given);
      assert.throws(() => signInKey(dir, { HEADWATER_SIGN_IN_KEY: 'short' })(), { code: 'sign-in-key' });
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('codes', () => {
  const key = Buffer.alloc(32, 7);
  test('the published vectors of RFC 6238 (SHA-1) give their steps', () => {
    const secret = Buffer.from('12345678901234567890');
    // The RFC prints eight digits; six of them are the last six.
    for (const [seconds, code] of [
      [59, '94287082'],
      [1_111_111_109, '07081804'],
      [1_111_111_111, '14050471'],
      [1_234_567_890, '89005924'],
      [2_000_000_000, '69279037'],
    ] as const)
      assert.equal(stepOfCode(secret, code.slice(-6), new Date(seconds * 1000)), Math.floor(seconds / 30), code);
  });

  test('one step early or late is taken, two are not, and only six digits are a code', () => {
    const secret = newTotpSecret();
    const totp = new TOTP({ secret: new Secret({ buffer: Uint8Array.from(secret).buffer }) });
    const at = new Date('2026-03-01T09:00:00Z');
    const step = Math.floor(at.getTime() / 30_000);
    for (const off of [-2, -1, 0, 1, 2]) {
      const code = totp.generate({ timestamp: at.getTime() + off * 30_000 });
      const found = stepOfCode(secret, code, at);
      if (Math.abs(off) <= 1) assert.equal(found, step + off);
      else assert.ok(found === null || found !== step + off);
    }
    for (const bad of ['', '12345', '1234567', 'abcdef', '１２３４５６']) assert.equal(stepOfCode(secret, bad, at), null);
    assert.match(totpWords(secret, 'ada@x.example').uri, /^otpauth:\/\/totp\/Headwater:ada%40x\.example\?issuer=Headwater&secret=[A-Z2-7]{32}&/);
  });

  test('recovery codes are many, different, and the same however they are typed', () => {
    const codes = newRecoveryCodes();
    assert.equal(new Set(codes).size, 10);
    for (const code of codes) {
      assert.match(code, /^[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){2}$/);
      assert.equal(hashOfRecoveryCode(key, 'ada', code.toUpperCase().replaceAll('-', ' ')), hashOfRecoveryCode(key, 'ada', code));
      assert.notEqual(hashOfRecoveryCode(key, 'ada', code), hashOfRecoveryCode(key, 'ben', code));
      assert.notEqual(hashOfRecoveryCode(key, 'ada', code), hashOfRecoveryCode(Buffer.alloc(32, 8), 'ada', code));
    }
  });
});

describe('policy', () => {
  test('who reaches people’s records or the rows of other organisations in a sensitive way needs a second factor', () => {
    const sensitive = ['figure.exact', 'person.manage', 'audit.read', 'agreement.edit', 'retention.dispose', 'response.publish', 'response.approve'] as const;
    for (const key of sensitive) {
      assert.ok(policyKeys.includes(key), key);
      for (const role of rolesWithoutSecondFactor) assert.equal(reachOfRole(role, key), 'none', `${role} may ${POLICY[key].title} without one`);
    }
  });
});

describe('where a sign-in may lead', () => {
  test('to a page of this service', () => {
    for (const path of ['/', '/deliveries', '/deliveries/x?state=open', '/figure/stops?by=month&force=a%20b', '/you']) assert.equal(localPath(path), path);
  });
  test('never to another site, however it is written, and not round in a circle', () => {
    for (const path of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      '\t//evil.example',
      'javascript:alert(1)',
      'evil.example',
      '',
      undefined,
      ['/a'],
      '/.//evil.example',
      '/..//evil.example',
      '/%2f/../..//evil.example',
      '/sign-in',
      '/sign-in/code',
      '/sign-out',
      '/join/x',
      `/${'x'.repeat(3000)}`,
    ])
      assert.equal(new URL(localPath(path), 'https://headwater.example/sign-in').origin, 'https://headwater.example', String(path));
    for (const path of ['/sign-in', '/sign-in/code', '/sign-out', '/join/x', '//evil.example', '/\\evil.example', '/.//evil.example'])
      assert.equal(localPath(path), '/', path);
  });
  test('whatever comes, a browser stays at this origin', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('/', '\\', '.', '@', ':', 'a', '\t', '\n', '?', '#', '%', ' ', '2', 'f') }), (text) => {
        const led = localPath(`/${text}`);
        return new URL(led, 'https://headwater.example/sign-in').origin === 'https://headwater.example';
      }),
    );
  });
});
