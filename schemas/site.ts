// The record kind `site`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import { country, date, identifier, revision, site } from './field.ts';
import { report } from './rule.ts';

/** A site belongs to an operation from a day to a day. */
export const siteSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the registry row, unique within the source'),
    revision: revision.describe('a higher revision replaces a lower one'),
    source: identifier.describe('who reports: the case file, a registry'),
    site: site.describe('site'),
    operation: identifier.describe('operation that the site belongs to'),
    operator_country: country.describe('country from which it is operated'),
    valid_from: date.describe('first day'),
    valid_to: date
      .nullable()
      .default(null)
      .describe('last day, included; null: until further notice'),
  })
  .check((context) => {
    const { valid_from, valid_to } = context.value;
    if (valid_to !== null && valid_to < valid_from)
      report(context, 'end_before_start', ['valid_to']);
  });
