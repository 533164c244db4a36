// The record kind `observation`. The order of its fields is part of its digest: see
// schemas/record.ts.
import { z } from 'zod';
import { count, decimal, identifier, site, text, timestamp } from './field.ts';
import { fillNulls, listOf, revision, voided } from './record-field.ts';

const MOST_SLOTS = 1_000;
const MOST_ADS_TXT = 10_000;

const slotSchema = z.strictObject({
  network: text.describe('network that served the slot'),
  publisher_account: text.nullable().default(null).describe('publisher account in the page'),
  format: text.nullable().default(null).describe('format of the slot, such as pop or banner'),
  per_page: decimal
    .nullable()
    .default(null)
    .describe('slots per page, mean over the sampled pages; null: seen and not counted'),
});

const adsTxtSchema = z.strictObject({
  network: text.describe('advertising system of the ads.txt line'),
  account: text.describe('account in the ads.txt line'),
  relation: z.enum(['DIRECT', 'RESELLER']).describe('relation in the ads.txt line'),
  certification: text
    .nullable()
    .default(null)
    .describe('certification authority id in the ads.txt line; for information'),
});

/** What a crawl saw on a site. */
export const observationSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the crawl, unique within the source'),
    revision,
    source: identifier.describe('who crawled'),
    site: site.describe('site'),
    observed_at: timestamp.describe('time of the crawl'),
    pages_sampled: count.nullable().default(null).describe('pages looked at'),
    slots: listOf(slotSchema, MOST_SLOTS).describe('advertising slots seen'),
    ads_txt: listOf(adsTxtSchema, MOST_ADS_TXT).describe('lines of ads.txt'),
    void: voided,
  })
  .check(fillNulls);
