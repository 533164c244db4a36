// Entry of the command `plancher`.
import { inspect } from 'node:util';
import { runCli } from './cli/program.ts';
import { EXIT } from './platform/failure.ts';
import { harmlessLines } from './platform/harmless.ts';
import { takeStandardInput } from './platform/standard-input.ts';

const EXIT_GRACE_MS = 3_000;
/**
 * What is made is for its owner alone: the warehouse, exports, keys, temporary folders, and what
 * the engine makes by itself.
 */
const CLOSED_TO_OTHERS = 0o077;

process.umask(CLOSED_TO_OTHERS);

const write = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(text);
};

// A reader that has seen enough (`plancher floor | head`) closes the pipe; that is no failure.
process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
  // The command goes on to its end: leaving in the middle of a question would be the end of the
  // engine as well.
  if (thrown.code === 'EPIPE') return;
  if (process.exitCode === undefined)
    process.stderr.write(
      harmlessLines(
        `plancher: the output cannot be written (${thrown.code ?? thrown.message}). Is its ` +
          'disk full?\n',
      ),
    );
  process.exitCode = EXIT.failed;
});

// A defect. Node would print the message as it is, and texts of records may be in it.
process.on('uncaughtException', (thrown) => {
  process.stderr.write(harmlessLines(`plancher: ${inspect(thrown)}\n`));
  process.exit(EXIT.failed);
});

const stdin = takeStandardInput(
  process.argv.includes('-') || (process.argv[2] === 'analysts' && process.argv[3] === 'add'),
);
const exitCode = await runCli(process.argv.slice(2), write(process.stdout), write(process.stderr));
process.exitCode ??= exitCode;
stdin.close();
// A connection that does not close must not keep a process alive that has nothing left to do.
setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
