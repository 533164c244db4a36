// plancher rejected: what was not taken in and why, and trying it again.
import type { Command } from 'commander';
import type { Io } from './io.ts';
import { addRejectedList } from './rejected-list.ts';
import { addRejectedRetry } from './rejected-retry.ts';

export function addRejected(program: Command, io: Io): void {
  const rejected = program
    .command('rejected')
    .description('rejected records: list them (the default), or try them again');
  addRejectedList(rejected, io);
  addRejectedRetry(rejected, io);
}
