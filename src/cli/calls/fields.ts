/** The fields of an action's or read's input as a help page shows them, from its JSON Schema. Pure. */
import { textPairs } from '../text-table.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** A line a field, those inside it indented below it. */
export function fieldLines(schema: object): string[] {
  return textPairs(rows(schema, ''));
}

function rows(schema: Schema, indent: string): [string, string][] {
  const wanted = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const words = [kindOf(field), wanted.has(name) ? 'needed' : undefined, field.default === undefined ? undefined : `else ${JSON.stringify(field.default)}`];
    const inner = [field, ...(field.anyOf ?? [])]
      .map((each) => (each.type === 'array' ? (each.items ?? {}) : each))
      .find((each) => each.properties !== undefined);
    const row: [string, string] = [`${indent}${name}`, words.filter((word) => word !== undefined).join('; ')];
    return inner === undefined ? [row] : [row, ...rows(inner, `${indent}  `)];
  });
}

function kindOf(field: Schema): string {
  if (field.description !== undefined) return field.description;
  if (field.enum !== undefined) return field.enum.length > 12 ? `one of ${field.enum.length} words` : `one of ${field.enum.map(String).join(', ')}`;
  if (field.const !== undefined) return field.const === '' ? 'empty' : String(field.const);
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(kindOf))].filter((kind) => kind !== 'empty').join(' or ');
  if (field.type === 'array') return `list of ${kindOf(field.items ?? {})}`;
  const type = typeof field.type === 'string' ? field.type : (field.type ?? []).join(' or ');
  if (field.format !== undefined) return field.format === 'uuid' ? 'id' : field.format;
  const most = field.maxLength === undefined ? '' : `, at most ${field.maxLength} characters`;
  return (
    { string: `text${most}`, boolean: 'true or false', object: 'object', null: 'null', integer: 'whole number', number: 'number', '': 'anything' }[type] ?? type
  );
}
