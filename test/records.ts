// The one factory of records for tests. Each function gives a valid record with the identifier it
// is given; a test changes only the fields that its promise is about.
import type { z } from 'zod';
import type { flowSchema } from '../schemas/flow.ts';
import type { siteSchema } from '../schemas/site.ts';

/** A record before any schema has seen it, valid or not. */
export type Fields = Record<string, unknown>;

/** 100 EUR from an ad network for one.tv in November 2015, without the optional fields. */
export const PLAIN_FLOW = {
  revision: 1,
  source: 'statement',
  network: 'net.example',
  line: 'advertising',
  publisher_account: 'pub-1',
  site: 'one.tv',
  period_start: '2015-11-01',
  period_end: '2015-11-30',
  value_date: '2015-12-30',
  amount: '100',
  currency: 'EUR',
  status: 'paid',
  basis: 'net',
  payee: { name: 'A', country: 'FR', account: 'x', account_type: 'other' },
} satisfies Omit<z.input<typeof flowSchema>, 'flow_id'>;

/** one.tv belongs to `op` from 2013 on. */
export const PLAIN_SITE = {
  revision: 1,
  source: 'case-file',
  site: 'one.tv',
  operation: 'op',
  operator_country: 'FR',
  valid_from: '2013-01-01',
} satisfies Omit<z.input<typeof siteSchema>, 'record_id'>;

export function flow(id: string, change: Fields = {}): Fields {
  return { flow_id: id, ...PLAIN_FLOW, ...change };
}

export function site(id: string, change: Fields = {}): Fields {
  return { record_id: id, ...PLAIN_SITE, ...change };
}

/** One million page views of one.tv in France in November 2015, by 450 000 visitors. */
export function panel(id: string, change: Fields = {}): Fields {
  return {
    record_id: id,
    revision: 1,
    source: 'panel',
    site: 'one.tv',
    month: '2015-11',
    country: 'FR',
    device: 'all',
    unique_visitors: 450_000,
    page_views: 1_000_000,
    panel_size: 22_000,
    universe: 44_800_000,
    design_effect: '2.5',
    published_at: '2015-12-15T00:00:00Z',
    ...change,
  };
}

/** A crawl of one.tv in November 2015. */
export function observation(id: string, slots: readonly Fields[], change: Fields = {}): Fields {
  return {
    record_id: id,
    revision: 1,
    source: 'crawler',
    site: 'one.tv',
    observed_at: '2015-11-15T00:00:00Z',
    pages_sampled: 40,
    slots,
    ads_txt: [],
    ...change,
  };
}

/** What a crawl saw of one network. */
export function slot(network: string, perPage = '1'): Fields {
  return { network, publisher_account: 'pub-1', format: 'pop', per_page: perPage };
}

/** An act against `subject`: a site, an operation, an account, or several of them. */
export function event(id: string, subject: Fields, change: Fields = {}): Fields {
  return {
    record_id: id,
    revision: 1,
    source: 'case-file',
    type: 'seizure',
    date: '2016-05-26',
    ...subject,
    ...change,
  };
}

/** The line of a record, without line feed. */
export function lineOf(record: object): Buffer {
  return Buffer.from(JSON.stringify(record));
}

const LINE_FEED = Buffer.from('\n');

/** Lines and records as NDJSON: each is followed by a line feed. */
export function ndjson(lines: readonly (string | object)[]): Buffer {
  return Buffer.concat(
    lines.flatMap((line) => [
      typeof line === 'string' || Buffer.isBuffer(line) ? Buffer.from(line) : lineOf(line),
      LINE_FEED,
    ]),
  );
}

/** An account of `op`. */
export function account(id: string, change: Fields = {}): Fields {
  return {
    record_id: id,
    revision: 1,
    source: 'case-file',
    account: 'x',
    account_type: 'other',
    operation: 'op',
    valid_from: '2013-01-01',
    ...change,
  };
}
