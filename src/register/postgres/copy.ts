/**
 * COPY over the `pg` driver, which hands the protocol's messages to any object with these methods (pg-query-stream and pg-copy-streams rest on
 * the same). COPY writes every type as PostgreSQL itself does, so nothing is lost on the way there and back.
 */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Client, Submittable } from 'pg';

/** The part of the driver's connection that COPY needs; @types/pg leaves it out. */
interface Wire {
  readonly stream: Writable & { pause(): unknown; resume(): unknown };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

interface Handlers {
  submit(wire: Wire): void;
  handleCopyData?(message: { chunk: Buffer }, wire: Wire): void;
  handleCopyInResponse?(wire: Wire): void;
  handleCommandComplete(message: { text: string }): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
}

// The driver calls more than its types tell.
const submit = (client: Client, handlers: Handlers): void => void client.query(handlers as unknown as Submittable);

const rowsOf = (tag: string): number => Number(/^COPY (\d+)/.exec(tag)?.[1] ?? 0);

/** Runs `copy … to stdout`. `take` may return a promise to be waited for. Returns the number of rows. */
export function copyOut(client: Client, sql: string, take: (chunk: Buffer) => Promise<void> | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: Error | undefined;
    let waiting: Promise<void> = Promise.resolve();
    submit(client, {
      submit: (wire) => wire.query(sql),
      handleCopyData({ chunk }, wire) {
        if (failure !== undefined) return;
        // The driver uses its buffer again.
        const wait = take(Buffer.from(chunk));
        if (wait === undefined) return;
        wire.stream.pause();
        waiting = waiting
          .then(() => wait)
          .catch((cause: unknown) => {
            failure ??= cause instanceof Error ? cause : new Error(String(cause));
          })
          .finally(() => wire.stream.resume());
      },
      handleCommandComplete(message) {
        rows = rowsOf(message.text);
      },
      handleReadyForQuery: () => void waiting.then(() => (failure === undefined ? resolve(rows) : reject(failure))),
      handleError: reject,
    });
  });
}

export interface CopyIn {
  /** Whole lines of COPY's text format. */
  send(lines: Buffer): Promise<void>;
  /** Returns the number of rows. */
  end(): Promise<number>;
  /** Gives up; the transaction is then in error. */
  fail(reason: string): Promise<void>;
}

/** Starts `copy … from stdin`. */
export function copyIn(client: Client, sql: string): Promise<CopyIn> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: Error | undefined;
    const { promise: done, resolve: finish, reject: abort } = Promise.withResolvers<number>();
    // Told by send() or end(), whichever comes next.
    done.catch(() => undefined);
    submit(client, {
      submit: (wire) => wire.query(sql),
      handleCopyInResponse: (wire) => resolve(sender(wire, done, () => failure)),
      handleCommandComplete(message) {
        rows = rowsOf(message.text);
      },
      handleReadyForQuery: () => finish(rows),
      handleError(error) {
        failure = error;
        abort(error);
        reject(error);
      },
    });
  });
}

function sender(wire: Wire, done: Promise<number>, failure: () => Error | undefined): CopyIn {
  return {
    async send(lines) {
      const failed = failure();
      if (failed !== undefined) throw failed;
      wire.sendCopyFromChunk(lines);
      if (wire.stream.writableNeedDrain) await Promise.race([once(wire.stream, 'drain'), done]);
    },
    end() {
      if (failure() === undefined) wire.endCopyFrom();
      return done;
    },
    async fail(reason) {
      if (failure() === undefined) wire.sendCopyFail(reason);
      await done.catch(() => undefined);
    },
  };
}
