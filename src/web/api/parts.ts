/** Parts of the OpenAPI document. */
import { z } from 'zod';
import * as schemas from './schemas.ts';

/** A schema inside the document: named parts become references to the components. */
export const schemaOf = (answer: z.ZodType): unknown => inside(z.toJSONSchema(answer, { io: 'output' }));

/** A JSON Schema that stands alone, as one inside the document. */
export const inside = (schema: object): unknown => withoutKeys(JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/')));

export function withoutKeys(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !['$schema', '$id', '$defs', 'id'].includes(key)));
}

const PROBLEM = schemaOf(schemas.problem);

export const problems = (status: number, description: string) => ({
  [status]: { description, content: { 'application/problem+json': { schema: PROBLEM } } },
});
