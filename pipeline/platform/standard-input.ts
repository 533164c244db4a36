// The embedded engine reads file descriptor 0 by itself: whatever waits there is taken for rows of
// the next INSERT, even in a command that has nothing to do with standard input (`while read f; do
// plancher ingest "$f"; done`). So before the engine starts, descriptor 0 becomes /dev/null, and
// who wants standard input gets it through a `cat` that inherited it. Rejected: opening /dev/stdin
// again (fails for sockets), copying it to a file (no bound on its size).
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { invariant, usageFailure } from './failure.ts';

export interface StandardInput {
  stream: AsyncIterable<Buffer>;
  /** Lets the process end though nobody read to the end. */
  close(): void;
}

let taken: StandardInput | null = null;

/** @param isWanted false: nobody reads standard input in this process */
export function takeStandardInput(isWanted: boolean): StandardInput {
  if (isWanted) {
    const cat = spawn('cat', [], { stdio: ['inherit', 'pipe', 'inherit'] });
    // Through a stream of our own from the beginning: what nobody has begun to read when a child
    // ends, Node throws away.
    const stream = cat.stdout.pipe(new PassThrough());
    cat.on('error', (thrown) =>
      stream.destroy(
        usageFailure(
          'no_standard_input',
          `Standard input cannot be read: the program cat does not start (${thrown.message}). Ingest from a file instead.`,
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
  invariant(openSync('/dev/null', 'r') === 0, 'a closed descriptor 0 is the next to be opened');
  return taken;
}

/** Standard input, wherever it is now. */
export function standardInput(): AsyncIterable<Buffer> {
  return taken?.stream ?? process.stdin;
}

async function* noBytes(): AsyncGenerator<Buffer> {
  // Nothing: standard input was not asked for.
}
