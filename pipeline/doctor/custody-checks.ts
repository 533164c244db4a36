// Checks custody: gaps, records that the ledger lacks, and files that were not taken in to the end.
import { z } from 'zod';
import { isFile, kafkaTopicOf } from '../ingest/ledger-name.ts';
import { partitionKey } from '../ingest/topic.ts';
import { argumentShown } from '../platform/harmless.ts';
import { withInputs } from '../warehouse/input-names.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CheckResult, failed, ok, warning } from './check-result.ts';

const custodyRow = z.object({
  topic: z.string(),
  partition: z.number(),
  position: z.coerce.number(),
  records: z.coerce.number(),
  blank: z.coerce.number(),
  missing_offsets: z.coerce.number(),
  offsets: z.coerce.number(),
  overlapping_offsets: z.coerce.number(),
  last_taken_in_ms: z.coerce.number(),
});
export type CustodyOfPartition = z.infer<typeof custodyRow>;

export function custodyOfPartitions(warehouse: Warehouse): Promise<CustodyOfPartition[]> {
  return warehouse.query(sqlFile('doctor/custody.sql'), {}, custodyRow);
}

const ledgerRow = z.object({
  topic: z.string(),
  partition: z.number(),
  records: z.coerce.number(),
});

/** @param custody null: it could not be read */
export async function checkCustody(
  warehouse: Warehouse,
  custody: readonly CustodyOfPartition[] | null,
): Promise<readonly CheckResult[]> {
  if (custody === null) return [];
  const ledger = await warehouse.query(sqlFile('ingest/ledger.sql'), { topic: '' }, ledgerRow);
  const records = new Map(ledger.map((row) => [partitionKey(row), row.records]));
  const named = await withInputs(warehouse, custody);
  const results = named.flatMap((one) =>
    custodyResults(one, one.input ?? one.topic, records.get(partitionKey(one)) ?? 0),
  );
  const total = custody.reduce((sum, one) => sum + one.records, 0);
  const inputs = `${String(custody.length)} partitions and files, ${String(total)} records`;
  const ofFiles = await fileResults(warehouse);
  if (results.length + ofFiles.length > 0) return [...results, ...ofFiles];
  return [
    ok(
      'custody',
      `${inputs}: no gap, every record is in the ledger, every file was taken in to the end`,
    ),
  ];
}

function custodyResults(one: CustodyOfPartition, input: string, inLedger: number): CheckResult[] {
  const check = `custody ${input}/${String(one.partition)}`;
  const again = isFile(one.topic) ? ', or ingest the file again with plancher ingest --again' : '';
  const restore = `rows are gone: restore the table from a copy${again}`;
  const results: CheckResult[] = [];
  if (one.missing_offsets > 0)
    results.push(
      failed(
        check,
        `a gap: ${String(one.missing_offsets)} offsets before ${String(one.position)} ` +
          'are in no range',
        `${restore} (custody_range)`,
      ),
    );
  // Both of two overlapping ranges count their common records, so the numbers below would be wrong.
  if (one.overlapping_offsets > 0) return results;
  if (inLedger < one.records)
    results.push(
      failed(
        check,
        `${String(one.records - inLedger)} of ${String(one.records)} records in custody ` +
          'are not in the ledger',
        `${restore} (input_record)`,
      ),
    );
  const without = one.offsets - one.records - one.blank;
  if (without > 0)
    results.push(
      kafkaTopicOf(one.topic) === null
        ? failed(check, `${String(without)} offsets of its ranges have no record`, restore)
        : warning(
            check,
            `${String(without)} offsets have no record: retention deleted them before they ` +
              'were taken in, or they are transaction markers',
            'search the log of plancher up for "records are gone"; ' +
              'give the topic a longer retention',
          ),
    );
  return results;
}

const fileRow = z.object({
  topic: z.string(),
  input: z.string(),
  name: z.string(),
  kind: z.string(),
  is_unread: z.union([z.literal(0), z.literal(1)]),
  line_count: z.coerce.number(),
  reach: z.coerce.number(),
});

/** Checks the announced files of which custody does not have every line. */
async function fileResults(warehouse: Warehouse): Promise<CheckResult[]> {
  const rows = await warehouse.query(sqlFile('doctor/files.sql'), {}, fileRow);
  return rows.map(({ input, name, kind, is_unread: isUnread, line_count: lines, reach }) => {
    const check = `custody ${input}`;
    const command = `plancher ingest ${argumentShown(name)} --kind ${kind}`;
    if (reach < lines)
      return failed(
        check,
        `custody has ${String(reach)} of its ${String(lines)} lines`,
        'rows are gone (custody_range): restore the table from a copy, ' +
          `or ingest the file again: ${command}`,
      );
    const what =
      'an ingest of the file was interrupted, or the file is damaged: ' +
      `only its first ${String(reach)} lines were taken in`;
    return isUnread === 1
      ? warning(
          check,
          what,
          'unless an ingest of it is running now, ' +
            `ingest the file again, from its folder: ${command}`,
        )
      : ok(check, 'taken in to the end');
  });
}
