/** Bound parameters. Nothing that a user typed is ever part of the text of a statement. */
import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, type DuckDBValue, INTEGER, LIST, listValue, VARCHAR } from '@duckdb/node-api';

export type Parameter = number | bigint | string | boolean | null | readonly number[] | readonly string[];

/**
 * Values with their types. Whole numbers are bound as INTEGER, not as DOUBLE (the driver's own choice), so that a filter such as
 * `force = $1` is compared in the column's own type and can skip row groups by their minimum and maximum.
 */
export function bindable(parameters: readonly Parameter[]): { values: DuckDBValue[]; types: DuckDBType[] } {
  return { values: parameters.map(toValue), types: parameters.map(toType) };
}

function isList(parameter: Parameter): parameter is readonly number[] | readonly string[] {
  return Array.isArray(parameter);
}

function toValue(parameter: Parameter): DuckDBValue {
  if (isList(parameter)) return listValue([...parameter]);
  return typeof parameter === 'number' && numberType(parameter) === BIGINT ? BigInt(parameter) : parameter;
}

function toType(parameter: Parameter): DuckDBType {
  if (isList(parameter)) {
    if (parameter.some((item) => typeof item === 'string')) return LIST(VARCHAR);
    return LIST(parameter.every((item) => numberType(Number(item)) === INTEGER) ? INTEGER : DOUBLE);
  }
  switch (typeof parameter) {
    case 'number':
      return numberType(parameter);
    case 'bigint':
      return BIGINT;
    case 'boolean':
      return BOOLEAN;
    default:
      return VARCHAR;
  }
}

function numberType(value: number): DuckDBType {
  if (!Number.isSafeInteger(value)) return DOUBLE;
  return Math.abs(value) < 2 ** 31 ? INTEGER : BIGINT;
}
