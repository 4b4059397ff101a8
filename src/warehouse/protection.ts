/**
 * The protection of counts as SQL, in one place: the door weighs records with it, the store and the benchmark's generator make atoms with it. The same
 * arithmetic in TypeScript is in `methods/disclosure`; the design and its proof are in docs/adr/0002-protection.md. Weights and atom values are in thirds
 * of a record.
 */

/** Weight of one record from its UBIGINT key: 4 thirds (three times in four) or 0. UTINYINT. */
export function recordWeightSql(key: string): string {
  return `(4 * bit_count((((${key}) | ((${key}) >> 32)) & 1::UBIGINT)))::UTINYINT`;
}

/** Weight of a row that stands for `n` records. UINTEGER. Above 32 records: `3 * (n + e)`. */
export function countWeightSql(key: string, n: string): string {
  const bits = `(((${key}) | ((${key}) >> 32)) & ((1::UBIGINT << least(${n}, 32)::UBIGINT) - 1::UBIGINT))`;
  return `(CASE WHEN ${n} <= 32 THEN 4::INTEGER * bit_count(${bits})::INTEGER ELSE 3 * (${n}::BIGINT + ${laplaceSql(key)}) END)::UINTEGER`;
}

/** Discrete Laplace draw (SD 2, mean 0) from the two halves of a well-mixed UBIGINT. BIGINT. */
export function laplaceSql(hash: string): string {
  return `(${trailingZerosSql(`((${hash}) & 4294967295::UBIGINT)`)} - ${trailingZerosSql(`((${hash}) >> 32)`)})`;
}

/** Trailing zero bits of a 32-bit number; 32 for 0. */
function trailingZerosSql(half: string): string {
  const marked = `(${half} | 4294967296::UBIGINT)`;
  return `(bit_count(xor(${marked}, ${marked} - 1::UBIGINT))::BIGINT - 1)`;
}

/**
 * Value of an atom in thirds, as an aggregate over its records. INTEGER.
 * @param n aggregate for the number of records, such as `count(*)` or `sum(n)`
 * @param secretHex the home's secret, 64 hexadecimal digits: mixes the xor of the keys, so that the noise cannot be computed from outside
 */
export function atomValueSql(n: string, secretHex: string): string {
  if (!/^[0-9a-f]+$/.test(secretHex)) throw new Error('the secret must be lower-case hexadecimal');
  const mixed = `(md5_number('${secretHex}' || bit_xor(key)::VARCHAR) & 18446744073709551615::UHUGEINT)::UBIGINT`;
  return `(CASE WHEN sum(w) < 96 THEN sum(w)::BIGINT ELSE 3 * (${n}::BIGINT + ${laplaceSql(mixed)}) END)::INTEGER`;
}
