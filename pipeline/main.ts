// Entry of the command `plancher`.
import { runCli } from './cli.ts';
import { takeStandardInput } from './platform/standard-input.ts';

const EXIT_GRACE_MS = 3_000;

const write = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(text);
};

// A reader that has seen enough (`plancher floor | head`) closes the pipe; that is no failure.
process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
  if (thrown.code === 'EPIPE') process.exit(0);
  throw thrown;
});

const stdin = takeStandardInput(process.argv.includes('-') || process.argv[2] === 'analysts');
process.exitCode = await runCli(process.argv.slice(2), write(process.stdout), write(process.stderr));
stdin.close();
// A connection that does not close must not keep a process alive that has nothing left to do.
setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
