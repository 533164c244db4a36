// The command line: arguments in, exit code out. Data goes to stdout, logs and failures to stderr.
import { Command, CommanderError } from 'commander';
import { EXIT, Failure, messageOf } from '../platform/failure.ts';
import { harmlessLines } from '../platform/harmless.ts';
import { VERSION } from '../platform/version.ts';
import type { Io, Write } from './io.ts';
import { settleFormat } from './list.ts';

type AddCommand = (program: Command, io: Io) => void;

/**
 * Each command with the file that adds it, in the order of `plancher --help`. Only the file of the
 * command that was given is loaded: together they take longer than most commands.
 */
const COMMANDS: readonly (readonly [name: string, load: () => Promise<AddCommand>])[] = [
  ['demo', async () => (await import('./demo.ts')).addDemo],
  ['ingest', async () => (await import('./ingest.ts')).addIngest],
  ['rejected', async () => (await import('./rejected.ts')).addRejected],
  ['estimate', async () => (await import('./estimate.ts')).addEstimate],
  ['floor', async () => (await import('./floor.ts')).addFloor],
  ['explain', async () => (await import('./explain.ts')).addExplain],
  ['class', async () => (await import('./class.ts')).addClass],
  ['flags', async () => (await import('./flags.ts')).addFlags],
  ['compare', async () => (await import('./compare.ts')).addCompare],
  ['runs', async () => (await import('./runs.ts')).addRuns],
  ['recompute', async () => (await import('./recompute.ts')).addRecompute],
  ['reference', async () => (await import('./reference.ts')).addReference],
  ['export', async () => (await import('./export.ts')).addExport],
  ['verify', async () => (await import('./verify.ts')).addVerify],
  ['keys', async () => (await import('./keys.ts')).addKeys],
  ['alerts', async () => (await import('./alerts.ts')).addAlerts],
  ['up', async () => (await import('./up.ts')).addUp],
  ['warehouse', async () => (await import('./warehouse.ts')).addWarehouse],
  ['analysts', async () => (await import('./analysts.ts')).addAnalysts],
  ['topics', async () => (await import('./topics.ts')).addTopics],
  ['migrate', async () => (await import('./migrate.ts')).addMigrate],
  ['check-config', async () => (await import('./check-config.ts')).addCheckConfig],
  ['doctor', async () => (await import('./doctor.ts')).addDoctor],
  ['backtest', async () => (await import('./backtest.ts')).addBacktest],
  ['simulate', async () => (await import('./simulate.ts')).addSimulate],
];

/**
 * @param put where output goes. A gate before it makes every text harmless, whatever the command
 * wrote.
 * @returns the exit code
 */
export async function runCli(
  argv: readonly string[],
  put: Write,
  putError: Write,
): Promise<number> {
  let exitCode: number = EXIT.done;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  const io: Io = { write: gate(put), writeError: gate(putError), setExitCode };
  const program = await commands(io, argv[0]);
  for (const command of withSubcommands(program))
    command.exitOverride().configureOutput({ writeOut: io.write, writeErr: () => undefined });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (thrown) {
    return failed(thrown, io.writeError);
  }
}

function gate(put: Write): Write {
  return (text) => {
    if (text !== '') put(harmlessLines(text));
  };
}

/**
 * The tree of commands.
 * @param given only this command; when there is no such command, all of them
 */
export async function commands(io: Io, given?: string): Promise<Command> {
  const program = new Command('plancher')
    .description('Minimum monthly revenue of an illicit site, every euro traced to a record.')
    .version(VERSION)
    .hook('preAction', (_, acting) => {
      settleFormat(acting);
    });
  const named = COMMANDS.filter(([name]) => name === given);
  for (const [, load] of named.length > 0 ? named : COMMANDS) (await load())(program, io);
  return program;
}

/** A command and all below it. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function failed(thrown: unknown, writeError: Write): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return EXIT.done;
    const what =
      thrown.code === 'commander.help'
        ? 'no command was given'
        : thrown.message
            .replace(/^error: /, '')
            .replace(/\s*\n\s*/g, ' ')
            .replace(/\.$/, '');
    writeError(`plancher: ${what}. See plancher --help.\n`);
    return EXIT.usage;
  }
  writeError(`plancher: ${messageOf(thrown)}\n`);
  return thrown instanceof Failure ? thrown.exitCode : EXIT.failed;
}
