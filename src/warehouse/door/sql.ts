/** Text that goes into SQL. Values are escaped literals, columns are positions: no word of a file or a header is ever SQL. */

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A column of the file by its position. */
export const raw = (position: number): string => `r${position}`;

export const anyOf = (values: readonly string[]): string => `(${values.map(literal).join(', ')})`;

/** A 64-bit constant with one bit set. */
export const bit = (n: number): string => `${2n ** BigInt(n)}::UBIGINT`;
