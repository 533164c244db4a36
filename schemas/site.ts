// The record kind `site`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import { country, identifier, site } from './field.ts';
import { IN_FORCE, fillNulls, revision, voided } from './record-field.ts';
import { reportBackwards } from './rule.ts';

/** A property, and what lies below it, belongs to an operation from a day to a day. */
export const siteSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the registry row, unique within the source'),
    revision,
    source: identifier.describe('who reports: the case file, a registry'),
    site: site.describe('site'),
    operation: identifier
      .nullable()
      .default(null)
      .describe("operation that the site belongs to; null: the site is known, and nobody's yet"),
    operator_country: country
      .nullable()
      .default(null)
      .describe('country from which it is operated; for information'),
    ...IN_FORCE,
    void: voided,
  })
  .check(fillNulls)
  .check(reportBackwards);
