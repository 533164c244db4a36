// The record kind `network`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import { identifier, text } from './field.ts';
import { fillNulls, revision, voided } from './record-field.ts';
import { report } from './rule.ts';

/** Another name of a network, or that it pays for others. */
export const networkSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the row, unique within the source'),
    revision,
    source: identifier.describe('who reports: a register of companies, an analyst'),
    network: text.describe('network'),
    name: text
      .nullable()
      .default(null)
      .describe('another name of it, such as the company on bank lines'),
    is_conduit: z
      .boolean()
      .nullable()
      .default(null)
      .describe('true: it pays for other networks; null: nothing is said'),
    void: voided,
  })
  .check(fillNulls)
  .check((context) => {
    if (context.value.name === null && context.value.is_conduit === null)
      report(context, 'network_without_statement', []);
  });
