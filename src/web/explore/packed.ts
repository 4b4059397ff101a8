/** A text that is sent many times: packed once for each encoding, in one piece beside the event loop. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ENCODINGS = {
  // A board is 150 kB: a millisecond to pack into 18 kB (brotli 2) or 23 kB (gzip 1), where the usual levels take twice as long for a tenth less.
  br: (text: string) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } }),
  gzip: (text: string) => promisify(gzip)(text, { level: 1 }),
} as const;

export type Encoding = keyof typeof ENCODINGS;

export interface Packed {
  readonly text: string;
  as(encoding: Encoding): Promise<Buffer>;
}

export function packed(text: string): Packed {
  const made = new Map<Encoding, Promise<Buffer>>();
  return {
    text,
    as(encoding) {
      const held = made.get(encoding) ?? ENCODINGS[encoding](text);
      made.set(encoding, held);
      return held;
    },
  };
}

/** The best encoding that a request accepts (RFC 9110, 12.5.3); null for none of ours. */
export function encodingOf(accepts: string | undefined): Encoding | null {
  const taken = new Map(
    (accepts ?? '').split(',').map((each) => {
      const [name = '', ...more] = each
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      return [name, !more.some((one) => /^q=0(\.0*)?$/.test(one))] as const;
    }),
  );
  return (['br', 'gzip'] as const).find((name) => taken.get(name) === true) ?? null;
}
