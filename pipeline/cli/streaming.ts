// Commands that run until they are stopped, and those about the stream they work on.
import type { Command } from 'commander';
import { listOf, listText, printsList } from './list.ts';
import type { Write } from './io.ts';
import { withSession } from './session.ts';
import { type TopicOptions, topicsCommand } from './topics.ts';
import { ROLES, rolesNamed, up } from './up.ts';
import { DEFAULT_LISTEN, serveWarehouse } from './warehouse.ts';
import { addAnalysts } from './analysts.ts';

export function addStreaming(program: Command, write: Write, writeError: Write): void {
  program
    .command('up')
    .description('run the pipeline until stopped: Kafka into the warehouse, floors up to date')
    .option(
      '--roles <roles>',
      `which parts, separated by commas: ${ROLES.join(', ')}; default: all`,
    )
    .action(async (options: { roles?: string }) => {
      const roles = rolesNamed(options.roles);
      const stopped = untilStopped();
      await withSession((session) => up(session, roles, stopped));
    });
  program
    .command('warehouse')
    .description(
      "serve the embedded warehouse to other processes, over ClickHouse's HTTP interface, until stopped",
    )
    .option('--listen <host:port>', 'where', DEFAULT_LISTEN)
    .option(
      '--analysts <host:port>',
      'where analysts (PLANCHER_ANALYSTS_FILE) may query it too, read only',
    )
    .action((options: { listen: string; analysts?: string }) =>
      serveWarehouse(options.listen, options.analysts ?? null, untilStopped(), writeError),
    );
  addAnalysts(program, write);
  printsList(program.command('topics'))
    .description('the Kafka topics of the five kinds of record')
    .option('--create', 'create those that are missing')
    .option('--partitions <number>', 'partitions of a topic that is created', '6')
    .option(
      '--retention-days <number>',
      'days that a created topic keeps its records; -1: for ever',
      '-1',
    )
    .action(async (options: TopicOptions) => {
      write(
        listText(
          listOf(await topicsCommand(options), ['topic', 'partitions', 'state']),
          options.format,
        ),
      );
    });
}

/** Fires on SIGTERM and SIGINT. */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop.abort();
    });
  return stop.signal;
}
