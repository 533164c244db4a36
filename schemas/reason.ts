// The closed list of reasons for which an input record is rejected. A code, once published, keeps
// its meaning. A new code needs an example in schemas/examples/rejected.ndjson and a row in
// docs/records.md.

/** By reason code: what is wrong, and what the sender can do about it. */
export const REASONS = {
  record_too_large: 'the record is larger than 1 MiB; only its digest is kept',
  batch_too_large:
    'a batch of Kafka records unpacks to more than is allowed; only its digest is kept, its path ' +
    'says which offsets it holds',
  unreadable_batch:
    'a batch of Kafka records cannot be unpacked; only its digest is kept, its path says which ' +
    'offsets it holds',
  empty_record: 'the line or message holds nothing',
  invalid_utf8: 'the bytes are not valid UTF-8',
  invalid_json: 'the text is not valid JSON',
  not_a_number:
    'NaN or Infinity is where a value should be; send null or leave a nullable field out',
  not_an_object: 'the JSON value is not an object',
  duplicate_key: 'the same key occurs twice in one object, so the value is ambiguous',
  invalid_unicode: 'a text holds half of a surrogate pair, which no UTF-8 can carry',
  missing_field: 'an obligatory field is absent',
  unknown_field: 'a field is not part of the record; it may be misspelt',
  wrong_type: 'the value has another JSON type than the field takes',
  empty_text:
    'the text is empty, or holds nothing that can be seen; send null or leave a nullable field out',
  text_too_long: 'the text has more than 1,000 characters',
  list_too_long:
    'the list has more entries than a record may have: 10,000 in settles and ads_txt, 1,000 in others',
  invisible_character:
    'an identifier holds a character that cannot be seen (a control, a mark of direction, zero ' +
    'width): write it without',
  unknown_value: 'the value is not one of those that the field takes',
  integer_out_of_range:
    'the number is not a whole number, is negative, or is too large to be exact',
  invalid_date: 'a date is not written YYYY-MM-DD',
  impossible_date: 'there is no such day, or its year is outside 1900 to 2200',
  invalid_month: 'a month is not written YYYY-MM',
  impossible_month: 'there is no such month, or its year is outside 1900 to 2200',
  invalid_timestamp: 'a time is not written as ISO 8601 with its zone, like 2015-12-15T00:00:00Z',
  impossible_timestamp: 'there is no such time, or its year is outside 1900 to 2200',
  end_before_start: 'the last day lies before the first day',
  period_too_long: 'the service period is longer than ten years',
  period_incomplete:
    'one day of the service period is given and the other is not; send both, or neither',
  flow_without_date:
    'the flow has no service period, no value date and no statement date; only a reversal that ' +
    'names its flow needs none',
  invalid_amount: 'the amount is not a decimal text like "812.5000"',
  negative_amount: 'the amount is negative; a reversal has a positive amount and status "reversed"',
  amount_too_precise: 'the amount has more than 8 decimals; only those of an asset are cut',
  amount_too_large: 'the amount has more than 14 digits before the point',
  invalid_share: 'the share is not a decimal text like "0.25"',
  share_out_of_range: 'the share is not within 0 and 1',
  share_too_precise: 'the share has more than 6 decimals',
  shares_above_one: 'the shares add up to more than 1',
  invalid_decimal:
    'the number is not a decimal text of at most 6 digits before and 6 after the point',
  invalid_currency: 'the currency is not written as a code of 3 to 10 letters and digits',
  unknown_currency:
    'the currency is not an ISO 4217 code, current or historic, nor an asset of reference/assets.json',
  invalid_country: 'the country is not written as two letters',
  unknown_country: 'the country is not an ISO 3166-1 alpha-2 code',
  invalid_site:
    'the site is not a domain, an IP address, a page of a known platform or an app (app:NAME)',
  address_range: 'the site is a range of addresses, which has no audience and no owner of its own',
  path_without_platform:
    'the site is a path on a host that is not a platform; send the host, or add the platform to ' +
    'reference/platforms.json',
  app_without_prefix: 'the site looks like the name of an app; write app:NAME',
  invalid_sha256: 'the digest is not 64 hexadecimal digits',
  site_and_shares: 'site and site_shares are both set; one payment has one attribution',
  reverses_unexpected: 'reverses is set but status is not "reversed"',
  settles_unexpected: 'settles is set but status is not "paid"',
  settles_other_source:
    'a payment settles lines of its own source alone; name a flow of another source in upstream',
  panel_without_audience: 'a measurement has no unique_visitors, no visits and no page_views',
  account_without_network:
    'a publisher account has no network; the same text at another network is another account',
  network_without_statement: 'a network record has neither a name nor is_conduit',
  event_without_subject: 'an event names no site, no operation and no account',
} as const satisfies Record<string, string>;

/** For batches of Kafka records that are rejected whole. schemas/decode.ts never gives these. */
export const BATCH_REASONS = [
  'batch_too_large',
  'unreadable_batch',
] as const satisfies readonly (keyof typeof REASONS)[];

/** One of the closed list of reason codes. */
export type Reason = keyof typeof REASONS;

const CODES: ReadonlySet<string> = new Set(Object.keys(REASONS));

/** True when `code` is on the closed list. */
export function isReason(code: string): code is Reason {
  return CODES.has(code);
}
