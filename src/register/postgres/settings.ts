/** PostgreSQL's settings. */

/** Written into postgresql.conf when the database is made: an administrator may change them there. */
export const INITIAL: Readonly<Record<string, string>> = {
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '8MB',
  max_wal_size: '512MB',
  timezone: 'UTC',
};

/** Given at every start, and so stronger than the file: what safety and privacy rest on. */
const ALWAYS: Readonly<Record<string, string>> = {
  // Loopback alone, with a password, is the same on every platform. A socket needs a short path that the server's account can reach.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // The log must not hold personal data: no statements, no parameters, and no errors of statements, whose words quote values.
  logging_collector: 'off',
  log_destination: 'stderr',
  log_statement: 'none',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  // A command that was killed must not hold a lock for ever.
  tcp_keepalives_idle: '60',
  idle_in_transaction_session_timeout: '10min',
};

/** For tests: what is lost with the machine does not matter, and nothing outlives the test. */
export const FORGETFUL: Readonly<Record<string, string>> = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', shared_buffers: '32MB' };

export function startArguments(port: number, more: Readonly<Record<string, string>> = {}): string[] {
  const settings = { ...ALWAYS, port: String(port), ...more };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
