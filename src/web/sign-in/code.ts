/** The second step of a sign-in: the code, or setting up what makes codes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkCode, confirmAtSignIn, setUpAtSignIn } from '../../access/sign-in/index.ts';
import type { InputIssue } from '../../register/index.ts';
import type { WebContext } from '../context.ts';
import { say } from '../done.ts';
import { bodyOf, text } from '../forms/body.ts';
import { viewOf } from '../forms/form-page.ts';
import { guard } from '../guard.ts';
import { setSession } from '../identity.ts';
import { patterns, urls } from '../urls.ts';
import { plural } from '../words.ts';
import { arrivalOf, clearFlow, flowToken } from './flow-cookie.ts';
import { becomes } from './go-on.ts';
import { qrSquare } from './qr.ts';
import { refusedWords } from './words.ts';

const ASK = 'Enter the code';
const SET_UP = 'Set up your second factor';
export const WRONG_CODE = 'That is not the code that the app shows now, or it has been used. Wait for the next one and try again';

export function registerSecondFactor(app: FastifyInstance, context: WebContext): void {
  const register = () => context.acts().register;

  const ask = (request: FastifyRequest, reply: FastifyReply, issues: readonly InputIssue[] = []): FastifyReply =>
    context.page(request, reply, 'sign-in/code.njk', {
      title: issues.length > 0 ? `Error: ${ASK}` : ASK,
      heading: ASK,
      form: viewOf(request, { title: ASK, values: {} }, { issues }),
    });

  const setUp = async (request: FastifyRequest, reply: FastifyReply, issues: readonly InputIssue[] = []): Promise<FastifyReply> => {
    const { uri, typed } = await setUpAtSignIn(register(), context.signIn.key, flowToken(request));
    return context.page(request, reply, 'sign-in/set-up.njk', {
      title: issues.length > 0 ? `Error: ${SET_UP}` : SET_UP,
      heading: SET_UP,
      form: viewOf(request, { title: SET_UP, values: {} }, { issues }),
      square: qrSquare(uri),
      typed,
    });
  };

  app.get(patterns.signInCode, guard('open'), (request, reply) => (flowToken(request) === null ? reply.redirect(urls.signIn(), 303) : ask(request, reply)));

  app.post(patterns.signInCode, guard('open'), async (request, reply) => {
    const code = text(bodyOf(request), 'code');
    if (code === '') return ask(request, reply.code(400), [{ path: 'code', message: 'Enter the code that your app shows' }]);
    const answer = await checkCode(register(), context.signIn.key, flowToken(request), code.slice(0, 40), arrivalOf(request));
    if ('refused' in answer) {
      const { status, issues } = refusedWords(answer, 'code', WRONG_CODE);
      return ask(request, reply.code(status), issues);
    }
    const { token, next, recoveryLeft } = answer;
    const left =
      recoveryLeft === null ? undefined : `You used a recovery code. ${plural(recoveryLeft, 'code is', 'codes are')} left: make new ones under your name.`;
    return say(setSession(clearFlow(reply), token), left).redirect(next, 303);
  });

  app.get(patterns.signInSetUp, guard('open'), (request, reply) => (flowToken(request) === null ? reply.redirect(urls.signIn(), 303) : setUp(request, reply)));

  app.post(patterns.signInSetUp, guard('open'), async (request, reply) => {
    const code = text(bodyOf(request), 'code');
    const answer = await confirmAtSignIn(register(), context.signIn.key, flowToken(request), code.slice(0, 40), arrivalOf(request));
    if (answer === null)
      return setUp(request, reply.code(400), [
        {
          path: 'code',
          message: code === '' ? 'Enter the code that your app shows' : 'That is not the code that the app shows now. Check that your phone’s clock is right',
        },
      ]);
    setSession(clearFlow(reply), answer.token);
    await becomes(request, register(), answer.token);
    return context.page(request, reply, 'sign-in/codes.njk', { title: 'Keep your recovery codes', codes: answer.codes, next: answer.next });
  });
}
