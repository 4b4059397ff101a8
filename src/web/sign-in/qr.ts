/** The square that a phone’s camera reads. Drawn with attributes alone: the pages allow no inline style. */
import { encode } from 'uqr';

/** An SVG of ours, safe to put into a page as it is: it holds numbers only. */
export function qrSquare(content: string): string {
  const { data, size } = encode(content, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return `<svg class="hw-qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="220" height="220" role="img" aria-label="Square to scan with an authenticator app" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#0b0c0c"/></svg>`;
}
