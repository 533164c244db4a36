// The rate card in force, with its drafts, in the shape of its file.
import { z } from 'zod';
import { invariant } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { OPEN_END } from './open-end.ts';
import { type RateCard, cardRow } from './rate-card.ts';

const tableRow = z
  .looseObject({ network: z.string(), country: z.string(), currency: z.string() })
  .transform(({ network, country, currency, ...row }) => ({
    ...row,
    network: network === '' ? null : network,
    country: country === '' ? null : country,
    currency: currency === '' ? null : currency,
    valid_to: row['valid_to'] === OPEN_END ? null : row['valid_to'],
  }))
  .pipe(cardRow);

const inForceRow = z.object({ version: z.string(), run_id: z.string(), card: z.array(tableRow) });

export interface CardInForce {
  /** With the version as the warehouse has it: label and digest. */
  card: RateCard;
  /** The last run. Empty: nothing ran. */
  runId: string;
}

export async function cardInForce(warehouse: Warehouse): Promise<CardInForce> {
  const [row] = await warehouse.query(sqlFile('reference/card_in_force.sql'), {}, inForceRow);
  invariant(row !== undefined, 'the card in force is one row');
  return { card: { version: row.version, rows: row.card }, runId: row.run_id };
}
