import { text } from 'node:stream/consumers';

/** The shell's side of the command: what is printed where. Results go to stdout; everything said about them goes to stderr. */
export interface Io {
  /** A line of results. */
  readonly out: (text: string) => void;
  /** Results that bring their own line ends. */
  readonly write: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input, to its end. */
  readonly input: () => Promise<string>;
  /** Whether stderr is a terminal, where a line may be drawn over. */
  readonly terminal: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** The real streams. A reader that went away (`| head`) ends the command quietly: it has what it wanted. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    write: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(`${text}\n`),
    input: async () => {
      if (process.stdin.isTTY) process.stderr.write('Waiting for JSON on standard input; end it with Ctrl-D.\n');
      return text(process.stdin);
    },
    terminal: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb',
    env: process.env,
  };
}
