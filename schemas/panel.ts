// The record kind `panel`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import {
  count,
  country,
  decimal,
  identifier,
  month,
  sha256,
  site,
  text,
  timestamp,
} from './field.ts';
import { fillNulls, revision, voided, whenNull } from './record-field.ts';
import { report } from './rule.ts';

export const DEVICES = ['all', 'desktop', 'mobile', 'tablet'] as const;

/**
 * What an audience panel measured for one property, month, country and device. Audience figures
 * are counts; null: not measured.
 */
export const panelSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the measurement, unique within the source'),
    revision,
    source: identifier.describe('who reports: the panel'),
    site: site.describe('site as the panel names it'),
    month: month.describe('calendar month of the measurement'),
    country: country
      .nullable()
      .default(null)
      .describe('country of the audience; null: all countries together'),
    device: whenNull(z.enum(DEVICES), 'all').describe(
      'device class; null: all, the de-duplicated total',
    ),
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
    published_at: timestamp
      .nullable()
      .default(null)
      .describe('when the panel published the figure'),
    document_sha256: sha256
      .nullable()
      .default(null)
      .describe('digest of the document that shows the figure'),
    document_place: text.nullable().default(null).describe('where in the document'),
    void: voided,
  })
  .check(fillNulls)
  .check((context) => {
    const { unique_visitors, visits, page_views } = context.value;
    if (unique_visitors === null && visits === null && page_views === null)
      report(context, 'panel_without_audience', []);
  });
