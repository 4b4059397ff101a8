/** Actions and reads as paths of the OpenAPI document, made from their schemas. */
import { POLICY } from '../../access/index.ts';
import { inputSchema } from '../../account/documents/index.ts';
import { addressOf, type Call } from './calls.ts';
import { inside, problems } from './parts.ts';
import { roomOf } from './rooms.ts';

export const SECURITY = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token, hw_…: made on the page “Access tokens” of your account, and good for one of your organisations',
  },
  session: { type: 'apiKey', in: 'cookie', name: '__Host-headwater', description: 'The session of a browser' },
} as const;

const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A word of your own, such as a UUID, new for each deed. Sent again with the same content, the deed is not done again and the first answer is given; with other content the answer is 409.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
} as const;

export const callPaths = (calls: readonly Call[]): Record<string, object> =>
  Object.fromEntries(calls.map((call) => [addressOf(call), { post: operation(call) }]));

const operation = (call: Call) => ({
  summary: call.title,
  description: `For who may ${POLICY[call.allowed].title}.`,
  tags: [roomOf(call.name) ?? 'Other'],
  operationId: `${call.kind}:${call.name}`,
  security: call.allowed === 'public.read' ? [{}, { token: [] }, { session: [] }] : [{ token: [] }, { session: [] }],
  parameters: call.kind === 'action' ? [KEY] : [],
  requestBody: { required: true, content: { 'application/json': { schema: inside(inputSchema(call.input)) } } },
  responses: {
    200: { description: call.kind === 'action' ? 'Done: what came of it' : 'What was asked for', content: { 'application/json': { schema: {} } } },
    ...problems(400, 'The input is not right: `errors` names each field'),
    ...problems(401, 'Nobody has signed in, or the token is not good'),
    ...problems(403, 'Not for this person, or not for this record. That it was asked for is on record'),
    ...problems(404, 'There is no such record, or it is not theirs to see'),
    ...problems(409, 'Changed meanwhile (`changes` says by whom), there already, or the Idempotency-Key was used for something else'),
    ...problems(413, 'Too large'),
    ...problems(415, 'Not JSON'),
    ...problems(422, 'Refused by a rule, with its reason'),
    ...problems(503, 'Try again in a moment'),
  },
});
