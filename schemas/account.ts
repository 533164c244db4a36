// The record kind `account`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import { identifier, text } from './field.ts';
import { IN_FORCE, fillNulls, revision, voided } from './record-field.ts';
import { report, reportBackwards } from './rule.ts';

/** An account belongs to an operation from a day to a day. */
export const accountSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the registry row, unique within the source'),
    revision,
    source: identifier.describe('who reports: the case file, a bank'),
    network: text
      .nullable()
      .default(null)
      .describe('network of a publisher account; null: an account of no network'),
    account: text.describe('the account: IBAN, wallet, address, publisher account'),
    account_type: z
      .enum(['publisher', 'iban', 'bic', 'wallet', 'crypto', 'psp', 'other'])
      .nullable()
      .default(null)
      .describe('what kind of identifier `account` is'),
    operation: identifier.describe('operation that the account belongs to'),
    ...IN_FORCE,
    void: voided,
  })
  .check(fillNulls)
  .check((context) => {
    reportBackwards(context);
    if (context.value.account_type === 'publisher' && context.value.network === null)
      report(context, 'account_without_network', ['network']);
  });
