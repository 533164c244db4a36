// plancher doctor: is everything reachable and keeping up, for a person.
import type { Command, Option } from 'commander';
import { examine } from '../doctor/examine.ts';
import { systemClock } from '../platform/clock.ts';
import { EXIT } from '../platform/failure.ts';
import { type Write, rowsText } from './print.ts';

const COLUMNS = ['check', 'state', 'what', 'what_to_do'];

export function addDoctor(program: Command, write: Write, setExitCode: (code: number) => void, json: () => Option): void {
  program
    .command('doctor')
    .description('is everything reachable and keeping up: warehouse, floors, custody, Kafka; exit 3 when a check failed')
    .addOption(json())
    .action(async (options: { json?: true }) => {
      const findings = await examine(systemClock);
      write(
        rowsText(
          findings.map((finding) => ({ ...finding })),
          COLUMNS,
          options.json === true,
        ),
      );
      if (findings.some(({ state }) => state === 'failed')) setExitCode(EXIT.checkFailed);
    });
}
