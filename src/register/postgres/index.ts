/** PostgreSQL as the register's system of record: the embedded server, and backup and restore of any server. */
export { type EmbeddedServer, reachRegister, type StartOptions, startEmbedded } from './embedded.ts';
