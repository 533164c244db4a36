// Hides standard input from the embedded engine, which would take what is in descriptor 0 for rows
// of the next INSERT (as in `while read f; do plancher ingest "$f"; done`). Before the engine
// starts, descriptor 0 becomes /dev/null; commands read standard input through a `cat` that
// inherited it. Rejected: opening /dev/stdin again (fails for sockets), copying it to a file (its
// size has no bound).
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { invariant, usageFailure } from './failure.ts';

export interface StandardInput {
  stream: AsyncIterable<Buffer>;
  /** Lets the process end even if the stream was not read to its end. */
  close(): void;
}

let taken: StandardInput | null = null;

/** @param isWanted false when nothing in this process reads standard input */
export function takeStandardInput(isWanted: boolean): StandardInput {
  if (isWanted) {
    const cat = spawn('cat', [], { stdio: ['inherit', 'pipe', 'inherit'] });
    // Pipe it at once, because Node discards the output of a child that ends before anything has
    // begun to read it.
    const stream = cat.stdout.pipe(new PassThrough());
    cat.on('error', (thrown) =>
      stream.destroy(
        usageFailure(
          'no_standard_input',
          'Standard input cannot be read: ' +
            `the program cat does not start (${thrown.message}). Ingest from a file instead.`,
        ),
      ),
    );
    taken = {
      stream,
      close: () => {
        cat.kill();
        cat.stdout.destroy();
        stream.destroy();
      },
    };
  } else taken = { stream: noBytes(), close: () => undefined };
  closeSync(0);
  invariant(openSync('/dev/null', 'r') === 0, 'the next file that is opened gets descriptor 0');
  return taken;
}

/** Standard input, wherever it is now. */
export function standardInput(): AsyncIterable<Buffer> {
  return taken?.stream ?? process.stdin;
}

async function* noBytes(): AsyncGenerator<Buffer> {
  // Yields nothing, because the caller did not want standard input.
}
