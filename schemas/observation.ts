// The record kind `observation`. The order of its fields is part of its digest: see
// schemas/record.ts.
import { z } from 'zod';
import { count, decimal, identifier, revision, site, text, timestamp } from './field.ts';

const slotSchema = z.strictObject({
  network: text.describe('network that served the slot'),
  publisher_account: text.describe('publisher account in the page'),
  format: text.describe('format of the slot, such as pop or banner'),
  per_page: decimal.describe('slots per page, mean over the sampled pages'),
});

const adsTxtSchema = z.strictObject({
  network: text.describe('advertising system of the ads.txt line'),
  account: text.describe('account in the ads.txt line'),
  relation: z.enum(['DIRECT', 'RESELLER']).describe('relation in the ads.txt line'),
});

/** What a crawl saw on a site. */
export const observationSchema = z.strictObject({
  record_id: identifier.describe('identifier of the crawl, unique within the source'),
  revision: revision.describe('a higher revision replaces a lower one'),
  source: identifier.describe('who crawled'),
  site: site.describe('site'),
  observed_at: timestamp.describe('time of the crawl'),
  pages_sampled: count.describe('pages looked at'),
  slots: z.array(slotSchema).describe('advertising slots seen'),
  ads_txt: z.array(adsTxtSchema).describe('lines of ads.txt'),
});
