/** What a data home keeps outside the database, and the register needs with it. */
export const HOME_FILES = [
  { name: 'secret.key', words: 'seeds the keys of records: with another, figures of the same data differ' },
  { name: 'sign-in.key', words: 'seals second factors: without it everybody sets theirs up anew' },
  { name: 'audit-seal.key', words: 'checks the seals of the audit log' },
  { name: 'audit-seals.jsonl', words: 'the seals: they show that nobody rewrote the log' },
] as const;

/** Of everything that a backup holds, only these are not secret by themselves. */
export const REGISTER_FILE = 'register.backup';
export const MANIFEST_FILE = 'backup.json';
