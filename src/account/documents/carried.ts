/** A file in JSON, for the API and the command: `{"name": "minutes.pdf", "base64": "JVBERi0…"}` in the place where a page has its upload. */
import { z } from 'zod';
import { badField } from '../../register/index.ts';
import { type FileContent, fileContent, isFileField } from './content.ts';

/** What stands for a file in the description of an input. */
export const FILE_SCHEMA = {
  type: 'object',
  description: 'A file: what it is called, and its content in base64',
  properties: { name: { type: 'string' }, base64: { type: 'string', contentEncoding: 'base64' } },
  required: ['name', 'base64'],
} as const;

const carried = z.strictObject({ name: z.string().min(1).max(255), base64: z.string() }).transform(({ name, base64 }, context) => {
  const bytes = Buffer.from(base64, 'base64');
  // Letters that are none of base64 were passed over. A pattern over 30 MB would run out of stack.
  if (bytes.length !== Math.floor((base64.replace(/={1,2}$/, '').length * 3) / 4)) context.addIssue('not base64');
  return fileContent(name, bytes);
});

/** Names of the fields of `input` that are files. */
export function fileFields(input: z.ZodType): string[] {
  return input instanceof z.ZodObject ? Object.entries(input.shape).flatMap(([name, field]) => (isFileField(bare(field)) ? [name] : [])) : [];
}

/** The JSON Schema of an input, files as {@link FILE_SCHEMA}. Checks that only code can make are left out. */
export function inputSchema(input: z.ZodType): object {
  return z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (isFileField(zodSchema)) Object.assign(jsonSchema, FILE_SCHEMA);
    },
  });
}

/** The input as an action takes it: its files unpacked, everything else as it is. @throws InputError for a file that is not written so */
export function unpackFiles(input: z.ZodType, given: unknown): unknown {
  const fields = fileFields(input);
  if (fields.length === 0 || typeof given !== 'object' || given === null) return given;
  const files = fields.flatMap((field): [string, FileContent][] => {
    const value: unknown = Reflect.get(given, field);
    if (value === undefined || value === null) return [];
    const file = carried.safeParse(value);
    if (!file.success) throw badField(field, 'Give the file as {"name": …, "base64": …}');
    return [[field, file.data]];
  });
  return { ...given, ...Object.fromEntries(files) };
}

/** An answer as JSON text: bytes in base64, maps as objects, sets as lists. */
export const jsonText = (answer: unknown, indent?: number): string => JSON.stringify(answer ?? null, plain, indent);

/** Looks at the value before `toJSON`, which would write bytes as a list of numbers. */
function plain(this: unknown, key: string, value: unknown): unknown {
  const raw: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  if (raw instanceof Uint8Array) return Buffer.from(raw).toString('base64');
  if (raw instanceof Map) return Object.fromEntries(raw);
  return raw instanceof Set ? [...raw] : value;
}

function bare(field: unknown): unknown {
  return field instanceof z.ZodNullable || field instanceof z.ZodOptional || field instanceof z.ZodDefault ? bare(field.unwrap()) : field;
}
