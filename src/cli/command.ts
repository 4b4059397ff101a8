/** What a command is. */
import type { Io } from './io.ts';

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole page of `--help`. */
  readonly help: string;
  /** Runs with the words after the command's name and gives the exit code. Failures are thrown. */
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
}
