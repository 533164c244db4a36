// One party of bench/kafka.ts, in a process of its own: engine BROKER DIRECTORY ROWS, count BROKER
// ROWS, or insert FILE DIRECTORY. Prints one line of JSON.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createChdbConnection } from 'chdb/connection';
import { Kafka, logLevel } from 'kafkajs';

const CHUNK_BYTES = 8 * 1_048_576;
const LOOK_MS = 100;
const TOPIC = 'adnetwork.flow';
const rawFlow = () => readFileSync(new URL('./raw-flow.sql', import.meta.url), 'utf8');

/** ClickHouse's own way: a table that reads the topic, and a view that moves what it reads. */
async function engine(broker: string, directory: string, rows: number): Promise<void> {
  const connection = createChdbConnection({ path: directory });
  const command = (query: string) => connection.command({ query });
  await command(rawFlow());
  const columns = /\(([\s\S]*)\) ENGINE/.exec(rawFlow())?.[1] ?? '';
  await command(
    `CREATE TABLE queue (${columns}) ENGINE = Kafka SETTINGS
       kafka_broker_list = '${broker}', kafka_topic_list = '${TOPIC}',
       kafka_group_name = 'engine', kafka_format = 'JSONEachRow',
       kafka_num_consumers = 2, kafka_thread_per_consumer = 1,
       kafka_flush_interval_ms = 500, kafka_skip_broken_messages = 1000000,
       kafka_max_block_size = 65536`,
  );
  await command('CREATE MATERIALIZED VIEW move TO raw_flow AS SELECT * FROM queue');
  // It commits what it has inserted. Its rows cannot be counted: the table merges revisions that
  // come twice.
  const admin = new Kafka({
    clientId: 'engine',
    brokers: [broker],
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  const committed = async () => {
    const offsets = await admin
      .fetchOffsets({ groupId: 'engine', topics: [TOPIC] })
      .catch((): [] => []);
    return offsets
      .flatMap(({ partitions }) => partitions)
      .reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
  };
  while ((await committed()) < rows) await setTimeout(LOOK_MS);
}

async function count(broker: string, rows: number): Promise<void> {
  const consumer = new Kafka({
    clientId: 'count',
    brokers: [broker],
    logLevel: logLevel.ERROR,
  }).consumer({
    groupId: 'count',
    maxBytesPerPartition: CHUNK_BYTES,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [TOPIC], fromBeginning: true });
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        partitionsConsumedConcurrently: 6,
        eachBatch: ({ batch }) => {
          seen += batch.messages.length;
          if (seen >= rows) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  // Timed to here by the caller's clock; leaving the group is not included.
  report();
  await consumer.disconnect();
}

async function insert(file: string, directory: string): Promise<void> {
  const connection = createChdbConnection({ path: directory });
  await connection.command({ query: rawFlow() });
  const descriptor = openSync(file, 'r');
  const size = statSync(file).size;
  for (let at = 0; at < size; ) {
    const block = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - at));
    readSync(descriptor, block, 0, block.length, at);
    const end = block.lastIndexOf(10) + 1;
    const settings = { input_format_skip_unknown_fields: 0 };
    await connection.chdb.rawInsert({
      table: 'raw_flow',
      values: block.subarray(0, end),
      format: 'JSONEachRow',
      settings,
    });
    at += end;
  }
  closeSync(descriptor);
}

const startedMs = performance.now();
let isReported = false;

function report(): void {
  if (isReported) return;
  isReported = true;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    JSON.stringify({
      seconds,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakMb: maxRSS / 1024,
    }),
  );
}

const [name, first = '', second = '', third = ''] = process.argv.slice(2);
if (name === 'engine') await engine(first, second, Number(third));
else if (name === 'count') await count(first, Number(second));
else if (name === 'insert') await insert(first, second);
else throw new Error(`there is no party ${String(name)}`);
report();
process.exit(0);
