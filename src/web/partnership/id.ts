/** The record that an address names. */
import type { FastifyRequest } from 'fastify';

/** A part of the address, such as `:id`. The read or action that is given it checks it. */
export const partOf = (request: FastifyRequest, name = 'id'): string => (request.params as Readonly<Record<string, string | undefined>>)[name] ?? '';

/** The first value of a query's field. */
export const asked = (request: FastifyRequest, name: string): string => new URLSearchParams(request.url.split('?')[1] ?? '').get(name)?.slice(0, 200) ?? '';
