// The record kind `event`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import { date, identifier, site, text } from './field.ts';
import { fillNulls, revision, voided } from './record-field.ts';
import { report } from './rule.ts';

/** An act of enforcement against a site, an operation or an account. */
export const eventSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the event, unique within the source'),
    revision,
    source: identifier.describe('who reports'),
    type: z.enum(['seizure', 'takedown', 'listing', 'arrest', 'letter']).describe('what happened'),
    site: site.nullable().default(null).describe('site concerned'),
    operation: identifier.nullable().default(null).describe('operation concerned'),
    account: text.nullable().default(null).describe('account concerned'),
    date: date.describe('day of the event'),
    void: voided,
  })
  .check(fillNulls)
  .check((context) => {
    const event = context.value;
    if (event.site === null && event.operation === null && event.account === null)
      report(context, 'event_without_subject', []);
  });
