// Real failures of real processes, repeatedly at random moments: three workers, a served warehouse,
// a broker. Afterwards every record is in the ledger exactly once, custody has no gap and the chain
// verifies. PLANCHER_TEST_ROUNDS rounds of each failure (npm run test:failures: 20).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { RECORD_KINDS } from '../../schemas/record.ts';
import { codeOf } from '../../pipeline/platform/failure.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import type { Broker } from './broker.ts';
import { startBroker, whyNoBroker } from './broker-for-tests.ts';
import { Field } from './field.ts';

const ROUNDS = Number(process.env['PLANCHER_TEST_ROUNDS'] ?? '1');
const IS_FULL = ROUNDS >= 20;
const SEED = Number(process.env['PLANCHER_TEST_FIRST_SEED'] ?? '20151101');
const WORKERS = 3;
const PARTITIONS = 3;
const RECORDS = 3_000;
const SESSION_MS = 6_000;

const isSkipped = whyNoBroker() !== null;
const folder = temporaryFolder();
let broker: Broker;

beforeAll(async () => {
  if (!isSkipped) broker = await startBroker();
});

afterAll(async () => {
  if (!isSkipped) await broker.remove();
  folder.remove();
});

interface Moment {
  field: Field;
  random: Random;
  round: number;
}

/** Rounds of producing with a failure in the middle of it. */
async function rounds(
  name: string,
  fail: (moment: Moment) => Promise<void>,
  directory: string = folder.path,
): Promise<void> {
  const random = randomOf(SEED);
  const field = await Field.open({
    broker,
    directory,
    name,
    workers: WORKERS,
    partitions: PARTITIONS,
  });
  try {
    await failAgainAndAgain(field, name, random, fail);
  } catch (thrown) {
    await field.abandon();
    throw thrown;
  }
}

async function failAgainAndAgain(
  field: Field,
  name: string,
  random: Random,
  fail: (moment: Moment) => Promise<void>,
): Promise<void> {
  // What is there before the first failure: the schema, and the first records.
  await field.produce(RECORDS, random);
  await field.complete();
  for (let round = 0; round < ROUNDS; round += 1) {
    await field.produce(RECORDS, random);
    await setTimeout(random.below(700));
    await fail({ field, random, round });
    await field.produce(500, random);
  }
  await field.complete();
  await field.close(`${String(ROUNDS)} times: ${name}`);
}

describe.skipIf(isSkipped)('every record is in the ledger exactly once', () => {
  test('kill -9 of one of three workers', async () => {
    await rounds('worker-killed', async ({ field, random }) => {
      await field.replaceWorker(random.below(WORKERS));
    });
  });

  test('kill -9 of the warehouse, and its return', async () => {
    await rounds('warehouse-killed', async ({ field, random }) => {
      await field.warehouse.kill();
      await setTimeout(random.below(2_000));
      await field.warehouse.resume();
    });
  });

  test('kill -9 of the broker, and its return', async () => {
    await rounds('broker-killed', async ({ random }) => {
      await broker.kill();
      await setTimeout(random.below(2_000));
      await broker.resume();
    });
  });

  test('a worker that is stopped past its session and goes on', async () => {
    await rounds('worker-stopped', async ({ field, random }) => {
      const worker = field.workers[random.below(WORKERS)];
      if (worker === undefined) throw new Error('there are workers');
      process.kill(worker.pid, 'SIGSTOP');
      await field.produce(RECORDS, random);
      await setTimeout(SESSION_MS + 1_000 + random.below(2_000));
      process.kill(worker.pid, 'SIGCONT');
    });
  });

  test('a warehouse that refuses connections', async () => {
    await rounds('warehouse-refuses', async ({ field, random }) => {
      await field.line.cut();
      await field.produce(RECORDS, random);
      await setTimeout(IS_FULL ? 30_000 : 3_000);
      await field.line.mend();
    });
  });

  test('a warehouse that answers slowly', async () => {
    await rounds('warehouse-slow', async ({ field, random }) => {
      field.line.slow(500 + random.below(2_500));
      await field.produce(RECORDS, random);
      await setTimeout(4_000 + random.below(4_000));
      field.line.slow(0);
    });
  });

  test('new partitions while the workers run', async () => {
    await rounds('partitions-added', async ({ field, random }) => {
      await field.addPartitions(1);
      await field.produce(RECORDS, random);
    });
  });

  test('records that nobody can read', async () => {
    await rounds('poison', async ({ field, random }) => {
      // One by one: a broker takes no more than its largest message in one piece.
      for (const value of poison(random))
        await field.send(RECORD_KINDS.flow.topic, [value], random);
    });
  });

  test('offsets of the group set by hand to the beginning and to the end', async () => {
    await rounds('offsets-reset', async ({ field, random, round }) => {
      await field.stopWorkers(true);
      await field.produce(RECORDS, random);
      await field.resetOffsets(round % 2 === 0 ? 'end' : 'beginning');
      for (let index = 0; index < WORKERS; index += 1) field.workers.push(field.startWorker());
    });
  });

  test('a full disk under the warehouse', async ({ skip }) => {
    const mount = `${folder.path}/small`;
    mkdirSync(mount);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', mount]).status !== 0) {
      if (process.env['CI'] === 'true') throw new Error('in CI a small disk must be mounted');
      skip('mount is not permitted here');
    }
    try {
      await rounds(
        'disk-full',
        async ({ field, random }) => {
          const { bavail, bsize } = statfsSync(mount);
          fillDisk(`${mount}/ballast`, bavail * bsize - random.below(300_000));
          await field.produce(RECORDS, random);
          await setTimeout(2_000 + random.below(2_000));
          rmSync(`${mount}/ballast`);
        },
        mount,
      );
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  });
});

/** The warehouse may take what is left before we do. */
function fillDisk(path: string, byteCount: number): void {
  try {
    writeFileSync(path, Buffer.alloc(Math.max(0, byteCount)));
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOSPC') throw thrown;
  }
}

/** A megabyte of noise, half a character, a deep nest, nothing, a number, an empty object. */
function poison(random: Random): (Buffer | null)[] {
  const noise = Buffer.from(
    Uint8Array.from({ length: 1_000_000 + random.below(40_000) }, () => random.below(256)),
  );
  return [
    noise,
    Buffer.concat([Buffer.from('{"flow_id":"'), Buffer.from([0xc3])]),
    Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    Buffer.from(`{"a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`),
    Buffer.alloc(0),
    null,
    Buffer.from('NaN'),
    Buffer.from('{}'),
    Buffer.alloc(1_048_577, 32),
  ];
}
