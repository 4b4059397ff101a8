/** PostgreSQL as the register's system of record: the embedded server, and backup and restore of any server. */
export { backupRegister, type Carried } from './backup.ts';
export { appliedMigrations } from './catalogue.ts';
export { type EmbeddedServer, reachRegister, type StartOptions, startEmbedded } from './embedded.ts';
export { syncFolder } from './paths.ts';
export { restoreRegister } from './restore.ts';
