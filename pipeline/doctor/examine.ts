// Every check of the doctor, in order. What is broken hides nothing else: the warehouse, Kafka and
// the running process are asked each for itself.
import { existsSync } from 'node:fs';
import { type Config, loadConfig } from '../config/config.ts';
import { readReference } from '../reference/load.ts';
import type { Clock } from '../platform/clock.ts';
import { Failure, messageOf } from '../platform/failure.ts';
import { createLog } from '../platform/log.ts';
import { openWarehouse } from '../warehouse/open.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CheckResult, failed, found, ok, warning } from './check-result.ts';
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
  // The results say what is wrong; the client's own log would only say it again.
  const tools = { log: createLog('silent'), clock };
  return [
    ok('configuration', 'valid; plancher check-config lists it'),
    ...results,
    ...(await found('modes', () => checkModes(config))),
    ...(kafka === null ? [] : await checkKafka(kafka, tools, custody)),
    ...(metricsListen === null
      ? []
      : await found('plancher up', () => checkProcess(metricsListen))),
  ];
}

interface Examined {
  results: CheckResult[];
  /** Null: it could not be asked. */
  custody: readonly CustodyOfPartition[] | null;
}

async function examineWarehouse(config: Config, clock: Clock): Promise<Examined> {
  const directory = config.warehouse.startsWith('embedded:')
    ? config.warehouse.slice('embedded:'.length)
    : null;
  // Opening would make it.
  if (directory !== null && !existsSync(directory)) {
    const result = failed(
      'warehouse',
      `there is no directory ${directory}`,
      'plancher migrate makes it; or set PLANCHER_WAREHOUSE',
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
  // plancher up holds it while all is well.
  if (thrown instanceof Failure && thrown.code === 'warehouse_held')
    return warning(
      'warehouse',
      `${messageOf(thrown)} So schema, floors and records were not looked at.`,
      'ask the process that holds it (PLANCHER_METRICS_LISTEN, path /readyz), or stop it and ask again',
    );
  return failed(
    'warehouse',
    messageOf(thrown),
    'start the warehouse, or set PLANCHER_WAREHOUSE right',
  );
}

async function examineOpen(warehouse: Warehouse, config: Config, clock: Clock): Promise<Examined> {
  const results = [...(await found('warehouse', () => checkEngine(warehouse)))];
  if (results.some(({ state }) => state === 'failed')) return { results, custody: null };
  results.push(...(await found('disk', () => checkDisk(warehouse))));
  const schema = await found('schema', () => checkSchema(warehouse));
  results.push(...schema);
  // Without its tables there is nothing to ask, and every question would fail with the same answer.
  if (schema.some(({ state }) => state === 'failed')) return { results, custody: null };
  const { custody, asked } = await askCustody(warehouse);
  results.push(
    ...asked,
    ...(await checkContent(warehouse, {
      clock,
      alpha: config.alpha,
      reference: readReference,
      custody,
    })),
  );
  return { results, custody };
}

async function askCustody(
  warehouse: Warehouse,
): Promise<{ custody: readonly CustodyOfPartition[] | null; asked: readonly CheckResult[] }> {
  const custody: CustodyOfPartition[] = [];
  const asked = await found('custody', async () => {
    custody.push(...(await custodyOfPartitions(warehouse)));
    return [];
  });
  return { custody: asked.length === 0 ? custody : null, asked };
}
