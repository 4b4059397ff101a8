/** The interval that this section puts round a ratio of two rates, so that every one of its methods does the same. */
import { MethodError } from '../error.ts';
import { EXACT_BELOW, LEVEL, type OpenInterval, ratioExact, ratioLogWald } from '../rates/index.ts';

export interface GroupRatioInterval extends OpenInterval {
  readonly method: 'exact' | 'log-wald';
}

/** Exact where either count is under 10, log-Wald otherwise. Errors as {@link ratioExact}. */
export function ratioOf(a: number, n1: number, b: number, n2: number, level: number = LEVEL): GroupRatioInterval {
  const small = a < EXACT_BELOW || b < EXACT_BELOW;
  const found = small ? ratioExact(a, n1, b, n2, { level }) : ratioLogWald(a, n1, b, n2, { level });
  checked('n1', found.lower);
  return {
    value: found.value === null ? null : checked('n1', found.value),
    lower: found.lower,
    upper: found.upper === null ? null : checked('n1', found.upper),
    method: small ? 'exact' : 'log-wald',
  };
}

/** A result that is a number; else the inputs were too extreme to be worked with. */
export function checked(argument: string, value: number): number {
  if (!Number.isFinite(value)) throw new MethodError('out-of-range', argument, 'is so large or so small beside the others that the result is no number');
  return value;
}
