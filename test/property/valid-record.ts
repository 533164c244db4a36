// Random valid records of each kind in their canonical spelling, with the rules between fields
// already kept.
import fc from 'fast-check';
import { KINDS, type Kind } from '../../schemas/record.ts';

/** A record before any schema has seen it. */
export type Fields = Record<string, unknown>;
/** A record with its kind. */
export interface Sample {
  kind: Kind;
  record: Fields;
}

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

const nullable = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(values, { nil: null });
/** Any well-formed text, and texts made of the marks of JSON itself. */
const anyText = fc.oneof(
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
/** A text in its one form, with something to see in it. */
const text = anyText
  .map((written) => written.trim().normalize('NFC'))
  .filter((written) =>
    Array.from(written).some((mark) => VISIBLE.test(mark) && !INVISIBLE.test(mark)),
  );
/** A text in the one form that an identifier has. */
const id = anyText
  .map((written) =>
    written
      .trim()
      .normalize('NFC')
      .replaceAll(/\p{Zs}/gu, ' '),
  )
  .filter((written) => written !== '' && !INVISIBLE.test(written));
const revision = fc.integer({ min: 1, max: 4_294_967_295 });
const isVoid = fc.boolean();
const count = fc.maxSafeNat();
const country = fc.constantFrom('FR', 'CY', 'RE', 'XK', 'AN', 'GB', 'GR');
const days = (first: string, last: string): fc.Arbitrary<Date> =>
  fc.date({ min: new Date(first), max: new Date(last), noInvalidDate: true });
const isoDay = (day: Date): string => day.toISOString().slice(0, 10);
const date = days('1900-01-01', '2200-12-31').map(isoDay);
const timestamp = days('1900-01-01', '2200-12-31').map((day) =>
  day.toISOString().replace('.000Z', 'Z'),
);
/** Digits before and after the point, without zeros around them. */
const number = (whole: bigint, decimals: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: whole }), fc.nat({ max: 10 ** decimals - 1 }))
    .map(([before, after]) =>
      `${String(before)}.${String(after).padStart(decimals, '0')}`.replace(/\.?0+$/, ''),
    );
const decimal = number(999_999n, 6);
const amount = number(99_999_999_999_999n, 8);
const site = fc.oneof(
  fc.stringMatching(/^[a-z]{3,12}$/).map((label) => `${label}.tv`),
  fc.constantFrom(
    'http://www.Planet-Series.tv/',
    'a.blogspot.com',
    'séries-à-gogo.fr',
    'xn--mnchen-3ya.de',
    '192.0.2.17',
    '[2001:db8::17]',
    'app:com.films.gratuit',
    'https://t.me/films_vf',
  ),
);
/** Two days, the first not after the last, at most ten years apart. */
const period = fc
  .tuple(days('1900-01-01', '2190-01-01'), fc.nat({ max: 3_600 }))
  .map(([first, length]) => ({
    first: isoDay(first),
    last: isoDay(new Date(first.getTime() + length * 86_400_000)),
  }));
const identity = { record_id: id, revision, source: id };
const document = {
  document_sha256: nullable(
    fc.constant('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'),
  ),
  document_place: nullable(text),
};

const panel = fc
  .record({
    ...identity,
    site,
    month: date.map((day) => day.slice(0, 7)),
    country: nullable(country),
    device: fc.constantFrom('all', 'desktop', 'mobile', 'tablet'),
    unique_visitors: nullable(count),
    visits: nullable(count),
    page_views: nullable(count),
    panel_size: nullable(count),
    universe: nullable(count),
    design_effect: nullable(decimal),
    published_at: nullable(timestamp),
    ...document,
    void: isVoid,
  })
  .filter(
    ({ unique_visitors: visitors, visits, page_views: pages }) =>
      visitors !== null || visits !== null || pages !== null,
  );

const payee = fc
  .record({
    name: nullable(text),
    country: nullable(country),
    account: nullable(text),
    account_type: nullable(fc.constantFrom('iban', 'bic', 'wallet', 'crypto', 'psp', 'other')),
    bic: nullable(text),
    bank_country: nullable(country),
  })
  .filter((fields) => Object.values(fields).some((value) => value !== null));
const share = fc
  .nat({ max: 250_000 })
  .map((millionths) => (millionths / 1_000_000).toFixed(6).replace(/\.?0+$/, ''));
const siteShare = fc.record({ site, share });
const attribution = fc.oneof(
  fc.record({ site: nullable(site), site_shares: fc.constant(null) }),
  fc.record({
    site: fc.constant(null),
    site_shares: fc.uniqueArray(siteShare, {
      minLength: 1,
      maxLength: 4,
      selector: (entry) => entry.site,
    }),
  }),
);
const reference = fc.record({ source: nullable(id), flow_id: id });
const none = fc.constant(null);
const standing = fc.oneof(
  fc.record({
    status: fc.constant('paid'),
    reverses: none,
    settles: fc.uniqueArray(id, { maxLength: 3 }),
  }),
  fc.record({ status: fc.constant('accrued'), reverses: none, settles: fc.constant([]) }),
  fc.record({
    status: fc.constant('reversed'),
    reverses: nullable(reference),
    settles: fc.constant([]),
  }),
);
const dates = fc
  .record({
    period: nullable(period),
    value_date: nullable(date),
    statement_date: nullable(date),
  })
  .filter((fields) => Object.values(fields).some((value) => value !== null))
  .map(({ period: service, ...others }) => ({
    period_start: service?.first ?? null,
    period_end: service?.last ?? null,
    ...others,
  }));
const otherFlowFields = fc.record({
  flow_id: id,
  revision,
  source: id,
  network: nullable(text),
  line: fc.constantFrom('advertising', 'file_host', 'subscription', 'donation', 'other'),
  publisher_account: nullable(text),
  amount,
  currency: fc.constantFrom('EUR', 'USD', 'HRK', 'BYR', 'LVL', 'USDT', 'BTC'),
  basis: fc.constantFrom('net', 'gross'),
  impressions: nullable(count),
  clicks: nullable(count),
  upstream: fc.uniqueArray(reference, { maxLength: 3, selector: (entry) => entry.flow_id }),
  payer_account: nullable(text),
  payee: nullable(payee),
  withheld: fc.array(
    fc.record({ kind: fc.constantFrom('tax', 'fee', 'invalid_traffic'), amount }),
    {
      maxLength: 2,
    },
  ),
  ...document,
  void: isVoid,
});
const flow = fc
  .tuple(otherFlowFields, attribution, standing, dates)
  .map(([fields, where, how, when]) => ({ ...fields, ...where, ...how, ...when }))
  // A reference by its own name, or with its own source written out, is not in canonical form.
  .filter(({ flow_id: own, source, reverses, upstream, settles }) =>
    [...upstream, ...(reverses === null ? [] : [reverses]), ...settles].every((entry) =>
      typeof entry === 'string' ? entry !== own : entry.flow_id !== own && entry.source !== source,
    ),
  );

/** The first and last day of a registry row, each of them known or not. */
const validity = fc
  .tuple(period, fc.boolean(), fc.boolean())
  .map(([{ first, last }, hasFirst, hasLast]) => ({
    valid_from: hasFirst ? first : null,
    valid_to: hasLast ? last : null,
  }));

const siteRow = fc
  .tuple(
    fc.record({
      ...identity,
      site,
      operation: nullable(id),
      operator_country: nullable(country),
      void: isVoid,
    }),
    validity,
  )
  .map(([fields, span]) => ({ ...fields, ...span }));

const account = fc
  .tuple(
    fc.record({
      ...identity,
      network: nullable(text),
      account: text,
      account_type: nullable(
        fc.constantFrom('publisher', 'iban', 'bic', 'wallet', 'crypto', 'psp', 'other'),
      ),
      operation: id,
      void: isVoid,
    }),
    validity,
  )
  .map(([fields, span]) => ({ ...fields, ...span }))
  .filter((fields) => fields.account_type !== 'publisher' || fields.network !== null);

const network = fc
  .record({
    ...identity,
    network: text,
    name: nullable(text),
    is_conduit: nullable(fc.boolean()),
    void: isVoid,
  })
  .filter((fields) => fields.name !== null || fields.is_conduit !== null);

const observation = fc.record({
  ...identity,
  site,
  observed_at: timestamp,
  pages_sampled: nullable(count),
  slots: fc.array(
    fc.record({
      network: text,
      publisher_account: nullable(text),
      format: nullable(text),
      per_page: nullable(decimal),
    }),
    { maxLength: 3 },
  ),
  ads_txt: fc.array(
    fc.record({
      network: text,
      account: text,
      relation: fc.constantFrom('DIRECT', 'RESELLER'),
      certification: nullable(text),
    }),
    { maxLength: 3 },
  ),
  void: isVoid,
});

const event = fc
  .record({
    ...identity,
    type: fc.constantFrom('seizure', 'takedown', 'listing', 'arrest', 'letter'),
    site: nullable(site),
    operation: nullable(id),
    account: nullable(text),
    date,
    void: isVoid,
  })
  .filter((record) => record.site !== null || record.operation !== null || record.account !== null);

/** Valid records by kind. */
export const RECORDS: Record<Kind, fc.Arbitrary<Fields>> = {
  panel,
  flow,
  site: siteRow,
  account,
  network,
  observation,
  event,
};
export const kindOf = fc.constantFrom(...KINDS);
export const sample: fc.Arbitrary<Sample> = kindOf.chain((kind) =>
  RECORDS[kind].map((record) => ({ kind, record })),
);
