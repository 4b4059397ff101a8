/** SQL of the atoms: fixed counts by force, district, month and kind, with their perturbed values (docs/adr/0002-protection.md). */
import { atomValueSql } from '../protection.ts';
import type { FactTable } from './facts.ts';

/**
 * Statements that fill `<table>_atom`. The rows are read once; sums and xors of the finer level give the coarser. `secret` is the home's 32 bytes.
 */
export function atomsSql(fact: FactTable, secret: Uint8Array): string[] {
  const value = atomValueSql('sum(n)', Buffer.from(secret).toString('hex'));
  const level = (id: number, district: string): string =>
    `SELECT ${id}::UTINYINT AS level, force, ${district}::USMALLINT AS district, month, kind, sum(n)::UINTEGER AS n, ${value} AS v
     FROM part GROUP BY ${district === '0' ? '' : 'district, '}force, month, kind`;
  return [
    `CREATE TEMP TABLE part AS
       SELECT force, district, month, ${fact.kind} AS kind, sum(${fact.n}) AS n, sum(w) AS w, bit_xor(key) AS key
       FROM ${fact.table} GROUP BY force, district, month, ${fact.kind}`,
    `CREATE TABLE ${fact.table}_atom AS ${level(0, '0')} UNION ALL ${level(1, 'district')} ORDER BY level, force, district, month, kind`,
    'DROP TABLE part',
  ];
}
