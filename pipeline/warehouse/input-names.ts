// Converts between the names of inputs in the ledger and the names for people: for a file its file
// name and the beginning of its name in the ledger, for any other input its name in the ledger.
import { z } from 'zod';
import { usageFailure } from '../platform/failure.ts';
import { sqlFile } from './sql-file.ts';
import type { Warehouse } from './warehouse.ts';

const nameRow = z.object({ topic: z.string(), input: z.string() });

/** Adds `input`, the name for people, to each row that has a name in the ledger in `topic`. */
export async function withInputs<Row extends Readonly<Record<string, unknown>>>(
  warehouse: Pick<Warehouse, 'query'>,
  rows: readonly Row[],
): Promise<(Row & { input?: string })[]> {
  const topics = [
    ...new Set(
      rows.flatMap(({ topic }) =>
        typeof topic === 'string' && topic.startsWith('file:') ? [topic] : [],
      ),
    ),
  ];
  const named =
    topics.length === 0
      ? []
      : await warehouse.query(sqlFile('ingest/input_names.sql'), { topics }, nameRow);
  const names = new Map(named.map(({ topic, input }) => [topic, input]));
  return rows.map((row) => {
    const { topic } = row;
    return typeof topic === 'string' && topic !== ''
      ? { ...row, input: names.get(topic) ?? topic }
      : row;
  });
}

/**
 * The name in the ledger of the input that a person means.
 * @param written its name in the ledger or the beginning of it, the name of a file, or a Kafka
 * topic
 * @throws Failure (exit 2) when several inputs match
 */
export async function ledgerNameOf(
  warehouse: Pick<Warehouse, 'query'>,
  written: string,
): Promise<string> {
  const found = await warehouse.query(sqlFile('ingest/inputs_meant.sql'), { written }, nameRow);
  const exact = found.find(({ topic }) => topic === written);
  if (exact !== undefined) return exact.topic;
  const [only] = found;
  if (found.length > 1) {
    const names = found.map(({ topic, input }) => `${input}: ${topic}`).join('; ');
    throw usageFailure(
      'several_inputs',
      `--topic ${written} can be ${names}. Give one of these names.`,
    );
  }
  return only?.topic ?? written;
}
