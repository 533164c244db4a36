// plancher doctor: is everything reachable and keeping up, for a person.
import type { Command } from 'commander';
import { examine } from '../doctor/examine.ts';
import { systemClock } from '../platform/clock.ts';
import { EXIT } from '../platform/failure.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';
import type { Io } from './io.ts';

const COLUMNS = ['check', 'state', 'what', 'what_to_do'];

export function addDoctor(program: Command, { write, setExitCode }: Io): void {
  printsList(program.command('doctor'))
    .description(
      'is everything reachable and keeping up: warehouse, floors, custody, Kafka; exit 3 ' +
        'when a check failed',
    )
    .action(async ({ format }: ListOptions) => {
      const results = await examine(systemClock);
      const rows = results.map((result) => ({ ...result }));
      write(listText(listOf(rows, COLUMNS), format));
      if (results.some(({ state }) => state === 'failed')) setExitCode(EXIT.checkFailed);
    });
}
