/** What is to be known about a method, as the page in docs/methods/ (Markdown) and the shell's --help (plain text) say it. Pure. */
import { z } from 'zod';
import { type Method, SECTIONS } from './define.ts';

/** A field of a method's input, in words. */
export interface Field {
  readonly name: string;
  /** Such as `number`, `list of numbers`, `"rate" or "risk"`. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** The JSON Schema (draft 2020-12) of what a method takes. */
export function inputSchema(method: Method): Readonly<Record<string, unknown>> {
  return { title: method.title, ...z.toJSONSchema(method.input, { io: 'input' }) };
}

/** The fields of a method's input; those of objects within it follow as `outer.inner` (`outer[].inner` within a list). */
export function fields(method: Method): Field[] {
  return nested('', inputSchema(method) as JsonSchema);
}

function nested(prefix: string, schema: JsonSchema): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const path = `${prefix}${name}`;
    const own: Field = { name: path, type: typeWords(each), required: schema.required?.includes(name) ?? false, description: each.description ?? '' };
    const inner = each.items ?? each;
    return [own, ...nested(each.items === undefined ? `${path}.` : `${path}[].`, inner)];
  });
}

function typeWords(schema: JsonSchema, plural = false): string {
  const s = plural ? 's' : '';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' or ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return either.map((each) => typeWords(each, plural)).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.prefixItems) return `list${s} of ${schema.prefixItems.length} (${schema.prefixItems.map((each) => typeWords(each)).join(', ')})`;
  if (schema.type === 'array') return `list${s} of ${schema.items === undefined ? 'anything' : typeWords(schema.items, true)}`;
  if (schema.type === 'object') {
    const values = schema.additionalProperties;
    return schema.properties === undefined && typeof values === 'object' ? `object${s} of ${typeWords(values, true)}` : `object${s}`;
  }
  if (schema.type === 'integer') return `whole number${s}`;
  return `${schema.type === 'null' ? 'null' : (schema.type ?? 'anything')}${schema.type === 'null' ? '' : s}`;
}

/** JSON over several lines, with a list of plain values kept on one. */
export function readableJson(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return flat;
  const spaced = oneLine(value);
  if (spaced.length + indent.length <= 100) return spaced;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    // A long list of numbers fills its lines; a list of lists or objects has one to a line.
    if (value.every((each) => typeof each !== 'object' || each === null))
      return `[\n${filled(
        value.map((each) => JSON.stringify(each)),
        inner,
      )}\n${indent}]`;
    return `[\n${value.map((each) => inner + readableJson(each, inner)).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).map(([key, each]) => `${inner}${JSON.stringify(key)}: ${readableJson(each, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const entries = Object.entries(value);
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, each]) => `${JSON.stringify(key)}: ${oneLine(each)}`).join(', ')} }`;
}

function filled(words: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  words.forEach((word, i) => {
    const text = i === words.length - 1 ? word : `${word},`;
    if (line.length > indent.length && line.length + text.length + 1 > 100) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? text : ` ${text}`;
  });
  return [...lines, line].join('\n');
}

/** Numbers cut to seven significant digits: enough to check by, few enough to read. What the shell prints is not cut. */
function shortened(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(7));
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
  return value;
}

/** The worked example's result, computed now. */
export const exampleResult = (method: Method): string => readableJson(shortened(method.call(method.example)));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The page docs/methods/SECTION/NAME.md. The example is computed, not written. */
export function markdownPage(method: Method): string {
  const input = fields(method).map((field) => `| \`${field.name}\` | ${cell(field.type)} | ${field.required ? 'yes' : 'no'} | ${cell(field.description)} |`);
  const output = Object.entries(method.returns).map(([name, text]) => `| \`${name}\` | ${cell(text)} |`);
  return `# ${method.title}

<!-- Written by \`npm run docs:methods\` from the method's entry in src/methods/${method.section}/. -->

[${SECTIONS[method.section]}](../README.md#${method.section}) · shell: \`headwater method ${method.name}\` · code: ${method.functions.map((each) => `\`${each}\``).join(', ')}

## What it answers

${method.answers.trim()}

## When not to use it

${method.notWhen.trim()}

## Formula

${method.formula.trim()}

Source: ${method.source.trim()}

Checked: ${method.checked.trim()}

## Input

| field | type | required | meaning |
|---|---|---|---|
${input.join('\n')}

## Result

| field | meaning |
|---|---|
${output.join('\n')}

## Worked example

\`\`\`sh
headwater method ${method.name} <<'END'
${readableJson(method.example)}
END
\`\`\`

\`\`\`json
${exampleResult(method)}
\`\`\`

${method.reading.trim()}
`;
}

/**
 * The list of all methods, docs/methods/README.md.
 *
 * @param overviews sections that have a page on which method to use when, docs/methods/SECTION.md
 */
export function markdownIndex(methods: readonly Method[], overviews: ReadonlySet<string>): string {
  const sections = Object.entries(SECTIONS).map(([section, title]) => {
    const rows = methods
      .filter((each) => each.section === section)
      .map((each) => `| [${each.title}](${section}/${each.name}.md) | \`${each.name}\` | ${cell(firstSentence(each.answers))} |`);
    const which = overviews.has(section) ? `[Which to use when](${section}.md).\n\n` : '';
    return `## <a id="${section}"></a>${title}\n\n${which}| method | shell | answers |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Methods

<!-- Written by \`npm run docs:methods\` from the registry, src/methods/registry. -->

Every statistical method that Headwater uses or offers: ${methods.length} of them. Each is a pure function of \`headwater/methods\`, a shell call (\`headwater method NAME\`: JSON
on standard input, JSON out; \`--help\` gives its fields, \`--schema\` the JSON Schema, \`--example\` an input to try), and a page here. [using.md](using.md) says how to call them
from code and from the shell.

${sections.join('\n')}`;
}

/** What a list says of a method: the first sentence of what it answers. */
export function firstSentence(text: string): string {
  const flat = text.trim().replaceAll('\n', ' ');
  return /^.*?[.?!](?=\s|$)/.exec(flat)?.[0] ?? flat;
}

/** What \`headwater method NAME --help\` prints. */
export function helpText(method: Method): string {
  const list = fields(method);
  const longest = Math.max(...list.map((each) => each.name.length));
  return `${method.title} (${SECTIONS[method.section]})

Usage: headwater method ${method.name} < INPUT.json

${method.answers.trim()}

Not when: ${method.notWhen.trim()}

Input, one JSON object:
${list.map((each) => `  ${each.name.padEnd(longest)}  ${each.type}${each.required ? '' : ', optional'}\n  ${' '.repeat(longest)}  ${each.description}`).join('\n')}

Result, one JSON object:
${Object.entries(method.returns)
  .map(([name, text]) => `  ${name}: ${text}`)
  .join('\n')}

Formula:
${method.formula.trim()}

Source: ${method.source.trim()}
Checked: ${method.checked.trim()}

Example input:
${readableJson(method.example)}

gives
${exampleResult(method)}

${method.reading.trim()}

--schema prints the JSON Schema of the input, --example the example's input, --lines reads one object a line and writes one result a line.`;
}
