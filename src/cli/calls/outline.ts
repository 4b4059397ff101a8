/** Any JSON as indented text, for reading. Pure. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters would let a value move the cursor or colour the terminal
const clean = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ');

export function outline(value: unknown, indent = ''): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}(none)`];
    return value.flatMap((each: unknown) => {
      const [first = '', ...rest] = outline(each, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return [`${indent}(nothing)`];
    return entries.flatMap(([name, each]: [string, unknown]) =>
      isDeep(each) ? [`${indent}${name}:`, ...outline(each, `${indent}  `)] : [`${indent}${name}: ${word(each, indent)}`],
    );
  }
  return [`${indent}${word(value, indent)}`];
}

const isDeep = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function word(value: unknown, indent: string): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return '(none)';
  if (typeof value === 'object') return '(nothing)';
  return clean(String(value)).replaceAll('\n', `\n${indent}  `);
}
