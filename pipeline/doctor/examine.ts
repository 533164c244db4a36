// Runs every check of the doctor, in order. It checks the warehouse, Kafka and the running process
// separately, so that a broken one hides nothing of the others.
import { existsSync } from 'node:fs';
import { type Config, loadConfig } from '../config/config.ts';
import { readReference } from '../reference/load.ts';
import type { Clock } from '../platform/clock.ts';
import { Failure, messageOf } from '../platform/failure.ts';
import { createLog } from '../platform/log.ts';
import { openWarehouse } from '../warehouse/open.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CheckResult, failed, ok, runCheck, warning } from './check-result.ts';
import { checkKafka } from './kafka-checks.ts';
import { checkModes } from './mode-checks.ts';
import { checkProcess } from './process-check.ts';
import { type CustodyOfPartition, custodyOfPartitions } from './custody-checks.ts';
import { checkContent, checkDisk, checkEngine, checkSchema } from './warehouse-checks.ts';

export async function examine(clock: Clock): Promise<CheckResult[]> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (thrown) {
    return [
      failed('configuration', messageOf(thrown), 'plancher check-config lists every setting'),
    ];
  }
  const { results, custody } = await examineWarehouse(config, clock);
  const { kafka, metricsListen } = config;
  // The results report what is wrong; the log of the Kafka client would only repeat it.
  const tools = { log: createLog('silent'), clock };
  return [
    ok('configuration', 'valid; plancher check-config lists it'),
    ...results,
    ...(await runCheck('modes', () => checkModes(config))),
    ...(kafka === null ? [] : await checkKafka(kafka, tools, custody)),
    ...(metricsListen === null
      ? []
      : await runCheck('plancher up', () => checkProcess(metricsListen))),
  ];
}

interface Examined {
  results: CheckResult[];
  /** Null: it could not be read. */
  custody: readonly CustodyOfPartition[] | null;
}

async function examineWarehouse(config: Config, clock: Clock): Promise<Examined> {
  const directory = config.warehouse.startsWith('embedded:')
    ? config.warehouse.slice('embedded:'.length)
    : null;
  // Check this before opening, which would create the directory.
  if (directory !== null && !existsSync(directory)) {
    const result = failed(
      'warehouse',
      `there is no directory ${directory}`,
      'create it with plancher migrate, or set PLANCHER_WAREHOUSE',
    );
    return { results: [result], custody: null };
  }
  let warehouse: Warehouse;
  try {
    warehouse = await openWarehouse(config.warehouse);
  } catch (thrown) {
    return { results: [unopened(thrown)], custody: null };
  }
  try {
    return await examineOpen(warehouse, config, clock);
  } finally {
    await warehouse.close();
  }
}

function unopened(thrown: unknown): CheckResult {
  // Only a warning: in normal operation plancher up holds the warehouse.
  if (thrown instanceof Failure && thrown.code === 'warehouse_held')
    return warning(
      'warehouse',
      `${messageOf(thrown)} So schema, floors and records were not checked.`,
      'ask the process that holds it (PLANCHER_METRICS_LISTEN, path /readyz), ' +
        'or stop it and run this again',
    );
  return failed(
    'warehouse',
    messageOf(thrown),
    'start the warehouse, or correct PLANCHER_WAREHOUSE',
  );
}

async function examineOpen(warehouse: Warehouse, config: Config, clock: Clock): Promise<Examined> {
  const results = [...(await runCheck('warehouse', () => checkEngine(warehouse)))];
  if (results.some(({ state }) => state === 'failed')) return { results, custody: null };
  results.push(...(await runCheck('disk', () => checkDisk(warehouse))));
  const schema = await runCheck('schema', () => checkSchema(warehouse));
  results.push(...schema);
  // Without the tables every further query would fail with the same message.
  if (schema.some(({ state }) => state === 'failed')) return { results, custody: null };
  const { custody, failures } = await readCustody(warehouse);
  results.push(
    ...failures,
    ...(await checkContent(warehouse, {
      clock,
      alpha: config.alpha,
      reference: readReference,
      custody,
    })),
  );
  return { results, custody };
}

async function readCustody(
  warehouse: Warehouse,
): Promise<{ custody: readonly CustodyOfPartition[] | null; failures: readonly CheckResult[] }> {
  const custody: CustodyOfPartition[] = [];
  const failures = await runCheck('custody', async () => {
    custody.push(...(await custodyOfPartitions(warehouse)));
    return [];
  });
  return { custody: failures.length === 0 ? custody : null, failures };
}
