import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, InputError, makeActing, OPERATOR, verifyAudit } from '../../register/index.ts';
import { type TestRegister, testRegister } from '../../register/testing/index.ts';
import { accessActions, accessReads } from '../actions.ts';
import { policy } from '../policy.ts';
import { type SmallPartnership, smallPartnership } from '../testing/index.ts';
import { enterAsGuest, guests } from './demonstration.ts';
import { afterFirst, type Arrival } from './enter.ts';
import { bootstrapAdministrator } from './bootstrap.ts';
import { forgetFactor, personSignIn, unlockPerson } from './helping.ts';
import { createInvitation, findInvitation, usePasswordLink } from './invitations.ts';
import { keepForm, takeForm } from './kept-forms.ts';
import { changeFactor, changePassword, changeRecoveryCodes, credentialsOf, removeFactor } from './own-credentials.ts';
import { endSessions, openSessions, signOut, switchMembership } from './own-sessions.ts';
import { checkPassword } from './password.ts';
import { hashPassword } from './scrypt.ts';
import { checkCode, confirmAtSignIn, setUpAtSignIn } from './second-factor.ts';
import { findSession, hashOfToken, type Session } from './sessions.ts';
import { createToken, findToken, hashOfAccessToken, listTokens, newAccessToken, revokeToken } from './tokens.ts';
import { newTotpSecret } from './totp.ts';
import { ADDRESS_TRIES } from './tries.ts';

const PASSWORD = 'copper lantern orchard';
const key = () => Buffer.alloc(32, 3);
const CHEAP = { ln: 10, r: 8, p: 1 };
const MINUTE = 60_000;

describe('signing in', () => {
  let register: TestRegister;
  let acting: Acting;
  let small: SmallPartnership;
  let clock = new Date('2026-03-02T09:00:00Z').getTime();
  let visits = 0;

  const pass = (ms: number): void => {
    clock += ms;
    register.setNow(new Date(clock));
  };
  /** An address of its own for each, so that one test’s tries are not another’s. */
  const arrival = (held: string | null = null): Arrival => {
    visits += 1;
    return { agent: 'Firefox', address: `192.0.2.${visits}`, held };
  };
  const emailOf = (name: Parameters<SmallPartnership['who']>[0]): Promise<string> =>
    small.system(async (tx) => (await tx.selectFrom('person').select('email').where('id', '=', small.people[name]).executeTakeFirstOrThrow()).email);
  const give = (name: Parameters<SmallPartnership['who']>[0], password = PASSWORD) =>
    hashPassword(password, CHEAP).then((passwordHash) =>
      small.system((tx) =>
        tx
          .insertInto('credential')
          .values({ personId: small.people[name], passwordHash, passwordSetAt: register.now(), totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
          .onConflict((conflict) =>
            conflict.column('personId').doUpdateSet({ passwordHash, totpSecret: null, totpConfirmedAt: null, totpLastStep: null, recoveryHashes: [] }),
          )
          .execute(),
      ),
    );
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof HeadwaterError, String(error));
    return error.code;
  };
  const lastEvent = (action: string) =>
    small.system((tx) => tx.selectFrom('auditEvent').selectAll().where('action', '=', action).orderBy('seq', 'desc').limit(1).executeTakeFirst());
  const sessionOf = async (token: string): Promise<Session> => {
    const found = await findSession(register, token, 'page');
    assert.ok(found !== null && 'session' in found, 'there is a session');
    return found.session;
  };
  const enterBy = async (name: Parameters<SmallPartnership['who']>[0], held: string | null = null) =>
    afterFirst(register, { personId: small.people[name], method: 'password', secondFactor: false, next: '/' }, arrival(held));
  const signIn = async (name: Parameters<SmallPartnership['who']>[0]): Promise<Session> => {
    const step = await enterBy(name);
    assert.equal(step.step, 'in');
    return sessionOf(step.step === 'in' ? step.token : '');
  };

  before(async () => {
    register = await testRegister(new Date(clock));
    small = await smallPartnership(register);
    acting = makeActing(register, policy, accessActions, accessReads);
  });
  after(() => register?.remove());

  describe('by password', () => {
    const attempt = async (email: string, password: string, address = arrival().address) => checkPassword(register, { email, password, address });

    test('the right one tells who it is, in whatever case the e-mail is typed; a hash of an older cost is made anew', async () => {
      await give('youth');
      const email = await emailOf('youth');
      assert.deepEqual(await attempt(` ${email.toUpperCase()} `, PASSWORD), { personId: small.people.youth });
      const { passwordHash } = await small.system((tx) =>
        tx.selectFrom('credential').select('passwordHash').where('personId', '=', small.people.youth).executeTakeFirstOrThrow(),
      );
      assert.match(passwordHash ?? '', /^\$scrypt\$ln=17,/);
      assert.deepEqual(await attempt(email, PASSWORD), { personId: small.people.youth });
    });

    test('a wrong one, an unknown e-mail, somebody without a password and somebody suspended get the same answer', async () => {
      await give('probation');
      await small.system((tx) => tx.updateTable('person').set({ status: 'suspended' }).where('id', '=', small.people.probation).execute());
      const answers = await Promise.all([
        attempt(await emailOf('youth'), 'wrong wrong wrong'),
        attempt('nobody@nowhere.example', PASSWORD),
        attempt(await emailOf('social'), PASSWORD),
        attempt(await emailOf('probation'), PASSWORD),
      ]);
      for (const answer of answers) assert.deepEqual(answer, { refused: 'wrong', until: null });
      assert.equal((await lastEvent('sign-in.password'))?.outcome, 'refused');
    });

    for (const [whose, email] of [
      ['somebody who is here', null],
      ['nobody', 'nobody.else@nowhere.example'],
    ] as const)
      test(`pauses grow for the e-mail of ${whose}: a minute after the fifth wrong try, then two, four, to an hour`, async () => {
        await give('youthTwo');
        const at = email ?? (await emailOf('youthTwo'));
        const tries = async () => attempt(at, 'wrong wrong wrong');
        for (let n = 1; n < 5; n += 1) assert.deepEqual(await tries(), { refused: 'wrong', until: null });
        for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
          const until = new Date(clock + minutes * MINUTE);
          assert.deepEqual(await tries(), { refused: 'wrong', until });
          assert.deepEqual(await attempt(at, PASSWORD), { refused: 'paused', of: 'account', until }, 'even the right one waits');
          pass(minutes * MINUTE);
        }
        if (email === null) {
          assert.ok('personId' in (await attempt(at, PASSWORD)));
          assert.deepEqual(await tries(), { refused: 'wrong', until: null }, 'and the count begins anew');
        }
      });

    test('fifty tries at once are as slow as fifty one after the other', async () => {
      await give('lead');
      const email = await emailOf('lead');
      const answers = await Promise.all(Array.from({ length: 50 }, () => attempt(email, 'wrong wrong wrong')));
      assert.equal(answers.filter((answer) => 'refused' in answer && answer.refused === 'wrong').length, 5);
      assert.equal(answers.filter((answer) => 'refused' in answer && answer.refused === 'paused').length, 45);
      const event = await lastEvent('sign-in.pause');
      assert.equal(event?.personId, small.people.lead);
    });

    test('an administrator ends a pause, and that is on record', async () => {
      const email = await emailOf('lead');
      assert.ok('refused' in (await attempt(email, PASSWORD)));
      const seen = await acting.read(personSignIn, { id: small.people.lead }, small.who('admin'));
      assert.ok(seen.pausedUntil !== null);
      assert.equal(await codeOf(acting.act(unlockPerson, { id: small.people.lead }, small.who('lead'))), 'not-allowed');
      await acting.act(unlockPerson, { id: small.people.lead }, small.who('admin'));
      assert.deepEqual(await attempt(email, PASSWORD), { personId: small.people.lead });
      assert.equal((await lastEvent('person.unlock'))?.personId, small.people.admin);
    });

    test('one address that tries many e-mails is paused for a quarter of an hour', async () => {
      const address = '198.51.100.7';
      await small.system((tx) =>
        sql`insert into sign_in_try (key, tries, since) select 'address:' || translate(rtrim(encode(sha256(${address}::bytea), 'base64'), '='), '+/', '-_'), ${ADDRESS_TRIES}, ${register.now()}`.execute(
          tx,
        ),
      );
      assert.deepEqual(await attempt(await emailOf('youth'), PASSWORD, address), { refused: 'paused', of: 'address', until: new Date(clock + 15 * MINUTE) });
      pass(15 * MINUTE + 1);
      assert.ok('personId' in (await attempt(await emailOf('youth'), PASSWORD, address)));
    });
  });

  describe('with a second factor', () => {
    const generate = (secret: Uint8Array): string =>
      new TOTP({ secret: new Secret({ buffer: Uint8Array.from(secret).buffer }) }).generate({ timestamp: clock });
    const secretOf = (typed: string): Uint8Array => Secret.fromBase32(typed.replaceAll(' ', '')).bytes;
    let secret: Uint8Array;
    let codes: readonly string[];

    test('a role that needs one leads to setting it up before anything else; the codes are given once and kept as hashes', async () => {
      await give('analyst');
      const step = await enterBy('analyst');
      assert.ok(step.step === 'set-up');
      const { flow } = step;
      const shown = await setUpAtSignIn(register, key, flow);
      assert.equal((await setUpAtSignIn(register, key, flow)).typed, shown.typed, 'the same when the page is opened again');
      secret = secretOf(shown.typed);
      assert.equal(await confirmAtSignIn(register, key, flow, '000000', arrival()), null);
      const done = await confirmAtSignIn(register, key, flow, generate(secret), arrival());
      assert.ok(done !== null);
      codes = done.codes;
      assert.equal((await sessionOf(done.token)).secondFactor, true);
      assert.equal(await codeOf(confirmAtSignIn(register, key, flow, generate(secret), arrival())), 'flow-ended');
      const held = await small.system((tx) => tx.selectFrom('credential').selectAll().where('personId', '=', small.people.analyst).executeTakeFirstOrThrow());
      assert.ok(held.totpSecret !== null && !held.totpSecret.includes(Buffer.from(secret)), 'sealed in the database');
      assert.ok(codes.every((code) => !held.recoveryHashes.includes(code)));
    });

    const flowOf = async (): Promise<string> => {
      const step = await enterBy('analyst');
      assert.ok(step.step === 'code');
      return step.flow;
    };

    test('a code is good once: neither it nor an older one is taken again', async () => {
      const old = generate(secret);
      assert.deepEqual(await checkCode(register, key, await flowOf(), old, arrival()), { refused: 'wrong', until: null }, 'it was used to set up');
      pass(30_000);
      const code = generate(secret);
      assert.ok('token' in (await checkCode(register, key, await flowOf(), code, arrival())));
      assert.ok('refused' in (await checkCode(register, key, await flowOf(), code, arrival())));
      assert.ok('refused' in (await checkCode(register, key, await flowOf(), old, arrival())));
      pass(30_000);
      assert.ok('token' in (await checkCode(register, key, await flowOf(), generate(secret), arrival())));
    });

    test('of two at once with one code, one comes in', async () => {
      pass(30_000);
      const flows = [await flowOf(), await flowOf()];
      const answers = await Promise.all(flows.map((flow) => checkCode(register, key, flow, generate(secret), arrival())));
      assert.equal(answers.filter((answer) => 'token' in answer).length, 1);
    });

    test('a recovery code is good once, and says how many are left', async () => {
      const [first = ''] = codes;
      const answer = await checkCode(register, key, await flowOf(), first.toUpperCase(), arrival());
      assert.ok('token' in answer && answer.recoveryLeft === 9);
      assert.ok('refused' in (await checkCode(register, key, await flowOf(), first, arrival())));
      assert.equal((await lastEvent('factor.recovery-used'))?.details['left'], 9);
    });

    test('wrong codes are paused as wrong passwords are, whatever flow they come by', async () => {
      let last: unknown;
      for (let n = 0; n < 6; n += 1) last = await checkCode(register, key, await flowOf(), '000000', arrival());
      assert.ok(typeof last === 'object' && last !== null && 'refused' in last && last.refused === 'paused');
      pass(60 * MINUTE);
    });

    test('a sign-in that takes longer than ten minutes begins again', async () => {
      const flow = await flowOf();
      pass(10 * MINUTE + 1);
      assert.equal(await codeOf(checkCode(register, key, flow, generate(secret), arrival())), 'flow-ended');
      assert.equal(await codeOf(checkCode(register, key, null, '000000', arrival())), 'flow-ended');
    });

    test('with another key the secret does not open, and that is said', async () => {
      assert.equal(await codeOf(checkCode(register, () => Buffer.alloc(32, 4), await flowOf(), generate(secret), arrival())), 'secret-sealed');
    });

    test('a provider that asked for one itself is enough', async () => {
      const step = await afterFirst(register, { personId: small.people.analyst, method: 'oidc', secondFactor: true, next: '/x' }, arrival());
      assert.ok(step.step === 'in' && step.next === '/x');
      assert.equal((await sessionOf(step.token)).secondFactor, true);
    });

    test('a lost one is taken away by an administrator, and sessions end; never one’s own', async () => {
      const step = await afterFirst(register, { personId: small.people.analyst, method: 'oidc', secondFactor: true, next: '/' }, arrival());
      await acting.act(forgetFactor, { id: small.people.analyst }, small.who('admin'));
      assert.equal(step.step === 'in' && (await findSession(register, step.token, 'page')), null);
      assert.equal((await enterBy('analyst')).step, 'set-up');
      assert.equal(await codeOf(acting.act(forgetFactor, { id: small.people.admin }, small.who('admin'))), 'not-your-own');
    });

    test('who needs none may set one up and take it away; who needs one may not', async () => {
      await give('youth');
      const session = await signIn('youth');
      const own = newTotpSecret();
      await assert.rejects(changeFactor(register, key, session, { secret: own, code: generate(own), present: 'wrong wrong wrong' }), InputError);
      await assert.rejects(changeFactor(register, key, session, { secret: own, code: '000000', present: PASSWORD }), InputError);
      assert.equal((await changeFactor(register, key, session, { secret: own, code: generate(own), present: PASSWORD })).length, 10);
      assert.equal((await enterBy('youth')).step, 'code');
      assert.equal((await changeRecoveryCodes(register, key, session, PASSWORD)).length, 10);
      assert.deepEqual(
        { ...(await credentialsOf(register, session)), email: '', passwordSetAt: null, factorSince: null },
        { email: '', hasPassword: true, passwordSetAt: null, factorSince: null, recoveryLeft: 10, factorNeeded: false, linked: false },
      );
      await removeFactor(register, session, PASSWORD);
      assert.equal((await enterBy('youth')).step, 'in');
      const analyst = await afterFirst(register, { personId: small.people.analyst, method: 'oidc', secondFactor: true, next: '/' }, arrival());
      assert.equal(await codeOf(removeFactor(register, await sessionOf(analyst.step === 'in' ? analyst.token : ''), PASSWORD)), 'factor-needed');
    });
  });

  describe('by a link', () => {
    const link = (purpose: 'join' | 'reset') =>
      small.system((tx) => createInvitation(tx, small.people.social, purpose, { personId: small.people.admin }, register.now()));

    test('a password is chosen once, by its rules, and every session ends', async () => {
      const session = await signIn('social');
      const token = await link('join');
      assert.equal((await findInvitation(register, token)).purpose, 'join');
      await assert.rejects(usePasswordLink(register, token, 'short', 'short'), InputError);
      await assert.rejects(usePasswordLink(register, token, PASSWORD, `${PASSWORD}x`), InputError);
      await usePasswordLink(register, token, PASSWORD, PASSWORD);
      assert.equal(await codeOf(usePasswordLink(register, token, PASSWORD, PASSWORD)), 'link-ended');
      assert.equal((await openSessions(register, session)).length, 0);
      assert.deepEqual(await checkPassword(register, { email: await emailOf('social'), password: PASSWORD, address: arrival().address }), {
        personId: small.people.social,
      });
      assert.equal((await lastEvent('link.use'))?.details['purpose'], 'join');
      const { n } = await small.system((tx) =>
        tx
          .selectFrom('invitation')
          .select((row) => row.fn.countAll<number>().as('n'))
          .where('id', '=', hashOfToken(token))
          .executeTakeFirstOrThrow(),
      );
      assert.equal(n, 1, 'kept as a hash');
    });

    test('a link runs out, is replaced by a newer one, and is nothing for who was suspended', async () => {
      const [old, reset] = [await link('reset'), await link('reset')];
      assert.equal(await codeOf(findInvitation(register, old)), 'link-ended');
      pass(60 * MINUTE);
      assert.equal(await codeOf(findInvitation(register, reset)), 'link-ended');
      const join = await link('join');
      pass(7 * 24 * 60 * MINUTE - 1);
      assert.equal((await findInvitation(register, join)).personId, small.people.social);
      await small.system((tx) => tx.updateTable('person').set({ status: 'suspended' }).where('id', '=', small.people.social).execute());
      assert.equal(await codeOf(usePasswordLink(register, join, PASSWORD, PASSWORD)), 'link-ended');
      await small.system((tx) => tx.updateTable('person').set({ status: 'active' }).where('id', '=', small.people.social).execute());
      for (const nonsense of ['', 'x', 'a'.repeat(43), "' or 1=1 --"]) assert.equal(await codeOf(findInvitation(register, nonsense)), 'link-ended');
    });

    test('who is half-way in with the old password gets no further', async () => {
      const id = small.people.admin;
      const half = await afterFirst(register, { personId: id, method: 'password', secondFactor: false, next: '/' }, arrival());
      assert.ok('flow' in half);
      await setUpAtSignIn(register, key, half.flow);
      const reset = await small.system((tx) => createInvitation(tx, id, 'reset', { personId: id }, register.now()));
      await usePasswordLink(register, reset, PASSWORD, PASSWORD);
      assert.equal(await codeOf(setUpAtSignIn(register, key, half.flow)), 'flow-ended');
    });

    test('of two uses at once, one counts', async () => {
      const token = await link('join');
      const done = await Promise.allSettled([
        usePasswordLink(register, token, `${PASSWORD} one`, `${PASSWORD} one`),
        usePasswordLink(register, token, `${PASSWORD} two`, `${PASSWORD} two`),
      ]);
      assert.equal(done.filter((each) => each.status === 'fulfilled').length, 1);
    });
  });

  describe('sessions', () => {
    test('a new token each time, and the session that the browser held is over: nobody can have planted it', async () => {
      const first = await enterBy('youthTwo');
      const planted = first.step === 'in' ? first.token : '';
      const second = await enterBy('youth', planted);
      assert.ok(second.step === 'in' && second.token !== planted);
      assert.equal(await findSession(register, planted, 'page'), null);
    });

    test('30 minutes without a request end it, 12 hours do whatever happens; whose it was is still known', async () => {
      const step = await enterBy('youth');
      const token = step.step === 'in' ? step.token : '';
      for (let n = 0; n < 24; n += 1) {
        pass(29 * MINUTE);
        await sessionOf(token);
      }
      pass(23 * MINUTE);
      const session = await sessionOf(token);
      assert.equal(session.secondsLeft, 60);
      pass(MINUTE);
      assert.deepEqual(await findSession(register, token, 'page'), { expired: { personId: small.people.youth } });
      const idle = await enterBy('youth');
      pass(30 * MINUTE);
      assert.deepEqual(await findSession(register, idle.step === 'in' ? idle.token : '', 'page'), { expired: { personId: small.people.youth } });
    });

    test('asking how long is left does not make it longer', async () => {
      const step = await enterBy('youth');
      const token = step.step === 'in' ? step.token : '';
      pass(29 * MINUTE);
      const found = await findSession(register, token, 'page', false);
      assert.ok(found !== null && 'session' in found && found.session.secondsLeft === 60);
      pass(MINUTE);
      assert.ok('expired' in ((await findSession(register, token, 'page', false)) ?? {}));
    });

    test('they are listed without their secrets, and end one by one, all others, or everywhere', async () => {
      await endSessions(register, await signIn('youth'), 'all');
      const here = await signIn('youth');
      const [there, other] = [await signIn('youth'), await signIn('youth')];
      const open = await openSessions(register, here);
      assert.equal(open.length, 3);
      assert.equal(open.filter((each) => each.present).length, 1);
      assert.ok(open.every((each) => each.ref.length === 16));
      assert.equal(await endSessions(register, here, { ref: there.id.subarray(0, 12).toString('base64url') }), 1);
      const stranger = await signIn('youthTwo');
      assert.equal(await endSessions(register, stranger, { ref: other.id.subarray(0, 12).toString('base64url') }), 0, 'nobody ends another’s');
      assert.equal(await endSessions(register, here, 'others'), 1);
      assert.equal((await openSessions(register, here)).length, 1);
      await signOut(register, here);
      assert.equal((await openSessions(register, here)).length, 0);
      assert.equal((await lastEvent('session.end'))?.personId, small.people.youth);
    });

    test('another organisation is another token; the old one is over, and the 12 hours go on', async () => {
      await small.system((tx) =>
        tx
          .insertInto('membership')
          .values({
            personId: small.people.youth,
            organisationId: small.organisations.hub,
            roles: ['partnership-lead'],
            fromOn: '2020-01-01',
            toOn: null,
            createdBy: null,
            updatedBy: null,
          })
          .execute(),
      );
      const step = await enterBy('youth');
      const token = step.step === 'in' ? step.token : '';
      const session = await sessionOf(token);
      const wanted = session.memberships.find((each) => each.id !== session.membershipId);
      const next = await switchMembership(register, session, wanted?.id ?? '');
      assert.equal(await findSession(register, token, 'page'), null);
      const now = await sessionOf(next.token);
      assert.equal(now.who.organisationId, wanted?.organisationId);
      assert.deepEqual(now.who.roles, wanted?.roles);
      assert.equal(await codeOf(switchMembership(register, now, (await signIn('youthTwo')).membershipId ?? '')), 'no-such-membership');
      assert.equal(await codeOf(switchMembership(register, session, wanted?.id ?? '')), 'sign-in-first', 'an ended session changes nothing');
      assert.equal((await lastEvent('session.switch'))?.subjectId, wanted?.organisationId);
    });

    test('nobody without a live membership comes in, and a session ends with the last one', async () => {
      const session = await enterBy('social');
      await small.system((tx) =>
        tx.updateTable('membership').set({ toOn: '2020-06-01', fromOn: '2020-01-01' }).where('personId', '=', small.people.social).execute(),
      );
      assert.equal(await findSession(register, session.step === 'in' ? session.token : '', 'page'), null);
      assert.equal(await codeOf(enterBy('social')), 'no-membership');
      await small.system((tx) => tx.updateTable('membership').set({ toOn: null }).where('personId', '=', small.people.social).execute());
    });

    test('a role that needs a second factor asks for it at once, of who came in without one', async () => {
      const step = await enterBy('social');
      const token = step.step === 'in' ? step.token : '';
      const roles = (all: readonly string[], fromOn = '2020-01-01') =>
        small.system((tx) =>
          tx
            .updateTable('membership')
            .set({ roles: [...all], fromOn })
            .where('personId', '=', small.people.social)
            .execute(),
        );
      assert.ok('session' in ((await findSession(register, token, 'page')) ?? {}));
      await roles(['administrator']);
      assert.deepEqual(await findSession(register, token, 'page'), { expired: { personId: small.people.social } });
      await roles(['childrens-social-care']);
      assert.ok('session' in ((await findSession(register, token, 'page')) ?? {}));
    });

    test('who has no password here sets one only shortly after signing in', async () => {
      await small.system((tx) => tx.deleteFrom('credential').where('personId', '=', small.people.social).execute());
      const entered = async (): Promise<Session> => {
        const step = await enterBy('social');
        return sessionOf(step.step === 'in' ? step.token : '');
      };
      const session = await entered();
      const set = (one: Session) => changePassword(register, one, { present: '', password: 'granite kettle violin', again: 'granite kettle violin' });
      pass(11 * MINUTE);
      assert.equal(await codeOf(set(session)), 'sign-in-again');
      assert.equal(await codeOf(changeRecoveryCodes(register, key, session, '')), 'sign-in-again');
      await set(await entered());
      assert.equal((await credentialsOf(register, session)).hasPassword, true);
    });

    test('a changed password ends every other session, and asks for the old one', async () => {
      await give('youth');
      const [here, there] = [await signIn('youth'), await signIn('youth')];
      const change = (present: string, password: string) => changePassword(register, here, { present, password, again: password });
      await assert.rejects(change('wrong wrong wrong', 'another good password'), InputError);
      await assert.rejects(change(PASSWORD, PASSWORD), InputError);
      await change(PASSWORD, 'granite kettle violin');
      const open = await openSessions(register, here);
      assert.deepEqual(
        open.map((each) => each.present),
        [true],
      );
      assert.notDeepEqual(there.id, here.id);
      for (let n = 0; n < 6; n += 1) await change('wrong wrong wrong', 'another good password').catch(() => undefined);
      assert.equal(await codeOf(change('granite kettle violin', 'another good password')), 'paused', 'nor can it be guessed from inside a session');
      pass(60 * MINUTE);
    });

    test('a form that was kept is given back once, to the same person', async () => {
      const { youth, youthTwo } = small.people;
      await keepForm(register, youth, '/x', { title: 'Typed', _form: 'token' });
      assert.equal(await takeForm(register, youthTwo, '/x'), null);
      assert.equal(await takeForm(register, youth, '/y'), null);
      assert.deepEqual(await takeForm(register, youth, '/x'), { title: 'Typed' });
      assert.equal(await takeForm(register, youth, '/x'), null);
    });
  });

  describe('in a demonstration', () => {
    test('nobody comes in so where the register is none; there, invented people do, and nobody else', async () => {
      assert.equal(await guests(register), null);
      assert.equal(await codeOf(enterAsGuest(register, small.people.youth, arrival())), 'not-a-demonstration');
      assert.equal((await lastEvent('session.start'))?.outcome, 'refused');
      await small.system(async (tx) => {
        await tx.updateTable('person').set({ fictional: false }).where('id', '!=', small.people.admin).execute();
        await tx.updateTable('person').set({ fictional: true }).where('id', '=', small.people.admin).execute();
        const held = await tx.selectFrom('partnership').select('single').executeTakeFirst();
        if (held === undefined)
          await tx
            .insertInto('partnership')
            .values({
              name: 'Varrowshire',
              kind: 'unit',
              granted: true,
              policingBodyId: null,
              quorum: 3,
              demonstration: true,
              createdBy: null,
              updatedBy: null,
            })
            .execute();
        else await tx.updateTable('partnership').set({ demonstration: true }).execute();
      });
      const groups = await guests(register);
      assert.deepEqual(
        groups?.flatMap((group) => group.people.map((person) => person.personId)),
        [small.people.admin],
      );
      assert.equal(await codeOf(enterAsGuest(register, small.people.youth, arrival())), 'not-a-demonstration');
      const session = await sessionOf(await enterAsGuest(register, small.people.admin, arrival()));
      assert.equal(session.method, 'demonstration');
      assert.equal(
        await codeOf(changePassword(register, session, { present: '', password: 'granite kettle violin', again: 'granite kettle violin' })),
        'demonstration',
      );
    });
  });

  describe('by an access token', () => {
    const membershipOf = async (name: Parameters<SmallPartnership['who']>[0]): Promise<string> =>
      (await small.system((tx) => tx.selectFrom('membership').select('id').where('personId', '=', small.people[name]).executeTakeFirstOrThrow())).id;
    const make = async (name: Parameters<SmallPartnership['who']>[0], days = 30) => {
      const token = newAccessToken();
      const membershipId = await membershipOf(name);
      const made = await acting.act(createToken, { title: 'R', days, membershipId, hash: hashOfAccessToken(token) }, small.who(name));
      return { token, id: made.id };
    };

    test('it is its person in one organisation until it runs out, is taken away, or they lose the role', async () => {
      const { token, id } = await make('analyst');
      const found = await findToken(register, token);
      assert.equal(found?.who.personId, small.people.analyst);
      assert.deepEqual(found?.who.roles, ['analyst']);
      assert.equal(found?.who.via, 'api');
      const listed = await acting.read(listTokens, {}, small.who('analyst'));
      assert.equal(listed.length, 1);
      assert.ok(!JSON.stringify(listed).includes(token));
      assert.equal((await acting.read(listTokens, {}, small.who('officer'))).length, 0);
      for (const nonsense of ['', 'hw_', `hw_${'a'.repeat(43)}`, token.slice(0, -1)]) assert.equal(await findToken(register, nonsense), null);
      await small.system((tx) =>
        tx
          .updateTable('membership')
          .set({ roles: ['supervisor'] })
          .where('personId', '=', small.people.analyst)
          .execute(),
      );
      assert.equal(await findToken(register, token), null);
      await small.system((tx) =>
        tx
          .updateTable('membership')
          .set({ roles: ['analyst'] })
          .where('personId', '=', small.people.analyst)
          .execute(),
      );
      assert.equal(await codeOf(acting.act(revokeToken, { id }, small.who('officer'))), 'no-such-record', 'nobody takes another’s away');
      await acting.act(revokeToken, { id }, small.who('analyst'));
      assert.equal(await findToken(register, token), null);
    });

    test('it makes no other: taken away, nothing of it is left', async () => {
      const { token, id } = await make('analyst');
      const program = await findToken(register, token);
      const membershipId = await membershipOf('analyst');
      const more = acting.act(createToken, { title: 'R', days: 30, membershipId, hash: 'b'.repeat(64) }, program?.who ?? small.who('analyst'));
      assert.equal(await codeOf(more), 'token-by-token');
      await acting.act(revokeToken, { id }, small.who('analyst'));
    });

    test('it is good for a year at most, and its role must allow it', async () => {
      await assert.rejects(make('analyst', 366), InputError);
      assert.equal(await codeOf(make('youthTwo')), 'not-allowed');
      const { token } = await make('officer', 1);
      pass(24 * 60 * MINUTE);
      assert.equal(await findToken(register, token), null);
      const { id: others } = await small.system((tx) =>
        tx.selectFrom('membership').select('id').where('personId', '=', small.people.admin).executeTakeFirstOrThrow(),
      );
      await assert.rejects(acting.act(createToken, { title: 'R', days: 3, membershipId: others, hash: 'a'.repeat(64) }, small.who('officer')), InputError);
    });
  });

  describe('the first administrator', () => {
    test('is made by the operator alone, once; a second time gives a new link', async () => {
      const input = { name: 'Ola Birch', email: 'ola@hub.example', organisation: 'Another hub' };
      assert.equal(await codeOf(acting.act(bootstrapAdministrator, input, small.who('admin'))), 'not-allowed');
      const made = await acting.act(bootstrapAdministrator, input, OPERATOR);
      assert.equal((await findInvitation(register, made.token)).purpose, 'join');
      const again = await acting.act(bootstrapAdministrator, { ...input, email: 'OLA@hub.example', forgetFactor: true }, OPERATOR);
      assert.deepEqual([again.personId, again.known], [made.personId, true]);
      assert.equal((await findInvitation(register, again.token)).purpose, 'reset');
      const { n } = await small.system((tx) =>
        tx
          .selectFrom('membership')
          .select((row) => row.fn.countAll<number>().as('n'))
          .where('personId', '=', made.personId)
          .executeTakeFirstOrThrow(),
      );
      assert.equal(n, 1);
    });
  });

  test('all of it is in the chain, which holds, and no e-mail, address or secret is in it', async () => {
    const { faults } = await small.system((tx) => verifyAudit(tx));
    assert.deepEqual(faults, []);
    const rows = await small.system((tx) => tx.selectFrom('auditEvent').select('details').execute());
    const text = JSON.stringify(rows);
    assert.doesNotMatch(text, /@|192\.0\.2|hw_|scrypt/);
  });
});
