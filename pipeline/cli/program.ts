// The command line: arguments in, exit code out. Data goes to stdout, logs and failures to stderr.
import { Command, CommanderError } from 'commander';
import { EXIT, Failure, messageOf } from '../platform/failure.ts';
import { harmlessLines } from '../platform/harmless.ts';
import { VERSION } from '../platform/version.ts';
import { addAlerts } from './alerts.ts';
import { addAnalysts } from './analysts.ts';
import { addBacktest } from './backtest.ts';
import { addCheckConfig } from './check-config.ts';
import { addCompare } from './compare.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addEstimate } from './estimate.ts';
import { addExplain } from './explain.ts';
import { addExport } from './export.ts';
import { addFlags } from './flags.ts';
import { addFloor } from './floor.ts';
import { addIngest } from './ingest.ts';
import type { Io, Write } from './io.ts';
import { addKeys } from './keys.ts';
import { settleFormat } from './list.ts';
import { addMigrate } from './migrate.ts';
import { addRecompute } from './recompute.ts';
import { addReference } from './reference.ts';
import { addRejected } from './rejected.ts';
import { addRuns } from './runs.ts';
import { addSimulate } from './simulate.ts';
import { addTopics } from './topics.ts';
import { addUp } from './up.ts';
import { addVerify } from './verify.ts';
import { addWarehouse } from './warehouse.ts';

/** Each adds the command that its file is named after; in the order of `plancher --help`. */
const COMMANDS: readonly ((program: Command, io: Io) => void)[] = [
  addDemo,
  addIngest,
  addRejected,
  addEstimate,
  addFloor,
  addExplain,
  addFlags,
  addCompare,
  addRuns,
  addRecompute,
  addReference,
  addExport,
  addVerify,
  addKeys,
  addAlerts,
  addUp,
  addWarehouse,
  addAnalysts,
  addTopics,
  addMigrate,
  addCheckConfig,
  addDoctor,
  addBacktest,
  addSimulate,
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
  const program = commands(io);
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

/** The whole tree of commands. */
export function commands(io: Io): Command {
  const program = new Command('plancher')
    .description('Minimum monthly revenue of an illicit site, every euro traced to a record.')
    .version(VERSION)
    .hook('preAction', (_, acting) => {
      settleFormat(acting);
    });
  for (const add of COMMANDS) add(program, io);
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
