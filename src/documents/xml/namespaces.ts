import type { XmlElement } from './read.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
/** Real files declare about forty; each scope is a copy, so thousands would cost a great deal. */
const MAX_PREFIXES = 256;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

export interface Namespaces {
  /** The element with its names resolved; its declarations hold until `leave`. */
  enter(raw: string, attributes: readonly (readonly [name: string, value: string])[], malformed: (detail: string) => Error): XmlElement;
  leave(): void;
}

/** Prefixes and what they stand for, element within element (Namespaces in XML 1.0). */
export function namespaces(): Namespaces {
  const scopes: ReadonlyMap<string, string>[] = [
    new Map([
      ['', ''],
      ['xml', XML],
      ['xmlns', XMLNS],
    ]),
  ];
  return {
    enter(raw, given, malformed) {
      const outer = scopes.at(-1) ?? new Map<string, string>();
      const declared = given.flatMap(([name, value]): [string, string][] =>
        name === 'xmlns' ? [['', value]] : name.startsWith('xmlns:') ? [[name.slice(6), value]] : [],
      );
      const scope = declared.length === 0 ? outer : new Map([...outer, ...declared]);
      if (scope.size > MAX_PREFIXES) throw malformed(`more than ${MAX_PREFIXES} prefixes`);
      scopes.push(scope);
      const resolve = (name: string, bare: string): { uri: string; local: string } => {
        const colon = name.indexOf(':');
        if (colon === -1) return { uri: bare, local: name };
        const uri = scope.get(name.slice(0, colon));
        if (uri === undefined) throw malformed(`the prefix of ${name} is not declared`);
        return { uri, local: name.slice(colon + 1) };
      };
      const attributes = given.filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:')).map(([name, value]) => ({ ...resolve(name, ''), value }));
      return {
        ...resolve(raw, scope.get('') ?? ''),
        attributes,
        attribute: (uri, local) => attributes.find((each) => each.uri === uri && each.local === local)?.value ?? null,
      };
    },
    leave() {
      scopes.pop();
    },
  };
}
