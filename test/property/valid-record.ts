// Random valid records of each kind, with the rules between fields already kept.
import fc from 'fast-check';
import { KINDS, type Kind } from '../../schemas/record.ts';

/** A record before any schema has seen it. */
export type Fields = Record<string, unknown>;
/** A record with its kind. */
export interface Sample {
  kind: Kind;
  record: Fields;
}

const nullable = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(values, { nil: null });
/** Any well-formed text, and texts made of the marks of JSON itself. */
const text = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), weight: 3 },
  {
    arbitrary: fc.string({
      unit: fc.constantFrom('"', '\\', ',', ':', '{', '}', 'date', '\n'),
      minLength: 1,
      maxLength: 8,
    }),
    weight: 1,
  },
);
/** A text in the one form that an identifier has. */
const id = text
  .map((written) => written.trim().normalize('NFC'))
  .filter(
    (written) =>
      written !== '' &&
      !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(written),
  );
const revision = fc.integer({ min: 1, max: 4_294_967_295 });
const count = fc.maxSafeNat();
const country = fc.constantFrom('FR', 'CY', 'RE', 'XK', 'AN');
const days = (first: string, last: string): fc.Arbitrary<Date> =>
  fc.date({ min: new Date(first), max: new Date(last), noInvalidDate: true });
const isoDay = (day: Date): string => day.toISOString().slice(0, 10);
const date = days('1900-01-01', '2200-12-31').map(isoDay);
const timestamp = days('1900-01-01', '2200-12-31').map((day) => day.toISOString());
const decimal = fc
  .tuple(fc.nat({ max: 999_999 }), fc.nat({ max: 999_999 }))
  .map(([whole, part]) => `${String(whole)}.${String(part)}`);
const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 99_999_999_999_999n }), fc.nat({ max: 9_999 }))
  .map(([whole, part]) => `${String(whole)}.${String(part).padStart(4, '0')}`);
const site = fc.oneof(
  fc.stringMatching(/^[a-z]{3,12}$/).map((label) => `${label}.tv`),
  fc.constantFrom(
    'http://www.Planet-Series.tv/x?y=1',
    'a.blogspot.com',
    'séries-à-gogo.fr',
    'xn--mnchen-3ya.de',
    '192.0.2.17',
    '[2001:db8::17]',
  ),
);
/** Two days, the first not after the last, at most ten years apart. */
const period = fc
  .tuple(days('1900-01-01', '2190-01-01'), fc.nat({ max: 3_600 }))
  .map(([first, length]) => ({
    first: isoDay(first),
    last: isoDay(new Date(first.getTime() + length * 86_400_000)),
  }));

const panel = fc.record({
  ...{
    record_id: id,
    revision,
    source: id,
    site,
    month: date.map((day) => day.slice(0, 7)),
    country,
  },
  ...{
    device: fc.constantFrom('all', 'desktop', 'mobile', 'tablet'),
    unique_visitors: nullable(count),
    visits: nullable(count),
  },
  ...{
    page_views: nullable(count),
    panel_size: nullable(count),
    universe: nullable(count),
    design_effect: nullable(decimal),
  },
  published_at: timestamp,
});

const payee = fc.record({
  ...{
    name: text,
    country,
    account: text,
    account_type: fc.constantFrom('iban', 'bic', 'wallet', 'crypto', 'psp', 'other'),
  },
  ...{ bic: nullable(text), bank_country: nullable(country) },
});
const share = fc.record({
  site,
  share: fc.nat({ max: 250_000 }).map((millionths) => (millionths / 1_000_000).toFixed(6)),
});
const attribution = fc.oneof(
  fc.record({ site, site_shares: fc.constant(null) }),
  fc.record({ site: fc.constant(null), site_shares: nullable(fc.array(share, { maxLength: 4 })) }),
);
const standing = fc.oneof(
  fc.record({ status: fc.constantFrom('paid', 'accrued'), reverses: fc.constant(null) }),
  fc.record({ status: fc.constant('reversed'), reverses: id }),
);
const otherFlowFields = fc.record({
  ...{ flow_id: id, revision, source: id, network: text, publisher_account: text, amount, payee },
  ...{
    line: fc.constantFrom('advertising', 'file_host', 'subscription', 'donation', 'other'),
    value_date: nullable(date),
  },
  ...{
    statement_date: nullable(date),
    currency: fc.constantFrom('EUR', 'USD', 'HRK', 'BYR', 'LVL'),
    basis: fc.constantFrom('net', 'gross'),
  },
  ...{
    impressions: nullable(count),
    clicks: nullable(count),
    upstream_flow_id: nullable(id),
    upstream_source: nullable(id),
  },
  document_sha256: nullable(
    fc.constant('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'),
  ),
});
const flow = fc
  .tuple(otherFlowFields, attribution, standing, period)
  .map(([fields, where, how, { first, last }]) => ({
    ...fields,
    ...where,
    ...how,
    period_start: first,
    period_end: last,
  }));

const siteRow = fc
  .tuple(
    fc.record({
      record_id: id,
      revision,
      source: id,
      site,
      operation: id,
      operator_country: country,
    }),
    period,
    fc.boolean(),
  )
  .map(([fields, { first, last }, open]) => ({
    ...fields,
    valid_from: first,
    valid_to: open ? null : last,
  }));

const observation = fc.record({
  ...{ record_id: id, revision, source: id, site, observed_at: timestamp, pages_sampled: count },
  slots: fc.array(
    fc.record({ network: text, publisher_account: text, format: text, per_page: decimal }),
    { maxLength: 3 },
  ),
  ads_txt: fc.array(
    fc.record({ network: text, account: text, relation: fc.constantFrom('DIRECT', 'RESELLER') }),
    { maxLength: 3 },
  ),
});

const event = fc
  .record({
    ...{
      record_id: id,
      revision,
      source: id,
      type: fc.constantFrom('seizure', 'takedown', 'listing', 'arrest', 'letter'),
    },
    ...{ site: nullable(site), operation: nullable(id), account: nullable(text), date },
  })
  .filter((record) => record.site !== null || record.operation !== null || record.account !== null);

/** Valid records by kind. */
export const RECORDS: Record<Kind, fc.Arbitrary<Fields>> = {
  panel,
  flow,
  site: siteRow,
  observation,
  event,
};
export const kindOf = fc.constantFrom(...KINDS);
export const sample: fc.Arbitrary<Sample> = kindOf.chain((kind) =>
  RECORDS[kind].map((record) => ({ kind, record })),
);
