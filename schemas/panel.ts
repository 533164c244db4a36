// The record kind `panel`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import { count, country, decimal, identifier, month, revision, site, timestamp } from './field.ts';

export const DEVICES = ['all', 'desktop', 'mobile', 'tablet'] as const;

/**
 * What an audience panel measured for one site, month, country and device. Audience figures are
 * counts; null: not measured.
 */
export const panelSchema = z.strictObject({
  record_id: identifier.describe('identifier of the measurement, unique within the source'),
  revision: revision.describe('a higher revision replaces a lower one'),
  source: identifier.describe('who reports: the panel'),
  site: site.describe('site as the panel names it'),
  month: month.describe('calendar month of the measurement'),
  country: country.describe('country of the audience'),
  device: z.enum(DEVICES).describe('device class; "all" is the de-duplicated total'),
  unique_visitors: count.nullable().default(null).describe('different persons in the month'),
  visits: count.nullable().default(null).describe('visits in the month'),
  page_views: count.nullable().default(null).describe('page views in the month'),
  panel_size: count.nullable().default(null).describe('persons in the panel (n)'),
  universe: count
    .nullable()
    .default(null)
    .describe('persons in the population that the panel stands for (N)'),
  design_effect: decimal
    .nullable()
    .default(null)
    .describe('Kish design effect of the panel weights; null: unknown'),
  published_at: timestamp.describe('when the panel published the figure'),
});
