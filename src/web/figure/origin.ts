import type { FastifyRequest } from 'fastify';

/** `http://localhost:3000`: the host was checked before any route ran. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;
