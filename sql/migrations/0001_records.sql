-- Records: one table for each kind (schemas/record.ts).
--
-- A table holds a set of (source, id, revision, digest). The same element written twice collapses
-- to the copy that was known first (`earliness` is larger for an earlier `known_at`). No sorting
-- key holds a site, month or account: a revision may change all of them. The columns are the fields
-- of a record in their order, then `known_at`, then what is derived at intake
-- (pipeline/ingest/row.ts).
--
-- What a later row says is done must be on the disk before that row, so inserts wait for the disk
-- (fsync). {{engine NAME(ARGUMENTS)}} becomes the plain engine, or the Replicated one on a cluster.

CREATE TABLE IF NOT EXISTS panel_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the measurement, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'the panel',
  site String COMMENT 'site as reported',
  month String COMMENT 'YYYY-MM',
  country LowCardinality(String) COMMENT 'country of the audience; empty: all countries together',
  device LowCardinality(String)
    COMMENT 'all, desktop, mobile or tablet; all where the record has none',
  unique_visitors Nullable(UInt64) COMMENT 'different persons in the month',
  visits Nullable(UInt64) COMMENT 'visits in the month',
  page_views Nullable(UInt64) COMMENT 'page views in the month',
  panel_size Nullable(UInt64) COMMENT 'persons in the panel',
  universe Nullable(UInt64) COMMENT 'persons in the population',
  design_effect Nullable(Decimal(18, 6)) COMMENT 'Kish design effect',
  published_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when the panel published the figure',
  document_sha256 Nullable(String) COMMENT 'digest of the document',
  document_place Nullable(String) COMMENT 'where in the document',
  is_void UInt8 COMMENT '1: the record says that it never was (field void)',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  property String COMMENT 'canonical name of the site (M-PROPERTY); empty when it is null',
  ancestors Array(String)
    COMMENT 'names above it that a registry row can cover it by, nearest first',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at))
    COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every content of every audience measurement ever accepted';

CREATE TABLE IF NOT EXISTS flow_record {{on_cluster}} (
  flow_id String COMMENT 'identifier of the movement, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  network LowCardinality(String) COMMENT 'network that pays; empty: unknown',
  line LowCardinality(String) COMMENT 'line of revenue; other where the record has none',
  publisher_account String COMMENT 'account of the publisher at the network; empty: unknown',
  site Nullable(String) COMMENT 'site as reported',
  site_shares Array(Tuple(site String, share Decimal(9, 6))) COMMENT 'proven shares as reported',
  period_start Nullable(Date32) COMMENT 'first day of the service period',
  period_end Nullable(Date32) COMMENT 'last day of the service period, included',
  value_date Nullable(Date32) COMMENT 'day on which the money was credited',
  statement_date Nullable(Date32) COMMENT 'day of the statement',
  amount Decimal(38, 8) COMMENT 'amount in units of the currency',
  currency LowCardinality(String) COMMENT 'ISO 4217, or an asset of reference/assets.json',
  status LowCardinality(String) COMMENT 'paid, accrued or reversed',
  basis LowCardinality(String)
    COMMENT 'net or gross; where the record has none: net with a value date, else gross',
  impressions Nullable(UInt64) COMMENT 'impressions paid for',
  clicks Nullable(UInt64) COMMENT 'clicks paid for',
  reverses_source String COMMENT 'source of the flow that this one takes back; empty: none is named',
  reverses_flow_id String COMMENT 'flow that this one takes back; empty: none is named',
  upstream Array(Tuple(source String, flow_id String)) COMMENT 'flows one step before',
  settles Array(String) COMMENT 'flows of the same source that this payment pays',
  payer_account String COMMENT 'account that the money came from, as reported; empty: unknown',
  payee_name String COMMENT 'who was paid; empty: unknown',
  payee_country LowCardinality(String) COMMENT 'country declared for the payee; empty: unknown',
  payee_account String COMMENT 'account as reported; empty: unknown',
  payee_account_type LowCardinality(String)
    COMMENT 'iban, bic, wallet, crypto, psp or other; empty: unknown',
  payee_bic Nullable(String) COMMENT 'BIC of the bank as reported',
  payee_bank_country Nullable(String) COMMENT 'country declared for the bank',
  withheld Array(Tuple(kind String, amount Decimal(38, 8)))
    COMMENT 'already taken off amount; for information',
  document_sha256 Nullable(String) COMMENT 'digest of the document',
  document_place Nullable(String) COMMENT 'where in the document',
  is_void UInt8 COMMENT '1: the record says that it never was (field void)',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  property String COMMENT 'canonical name of the site (M-PROPERTY); empty when it is null',
  ancestors Array(String)
    COMMENT 'names above it that a registry row can cover it by, nearest first',
  share_properties Array(String) COMMENT 'canonical name of each site of site_shares',
  share_ancestors Array(Array(String)) COMMENT 'ancestors of each site of site_shares',
  network_key LowCardinality(String) COMMENT 'network as it is compared (M-NETWORK); empty: unknown',
  publisher_account_key String COMMENT 'publisher_account in its comparable form (M-ACCOUNT)',
  payer_account_key String COMMENT 'payer_account in its comparable form',
  payee_account_key String COMMENT 'payee_account in its comparable form',
  account_country LowCardinality(String)
    COMMENT 'country of the account of the payee, ISO 3166-1 alpha-2; empty: unknown',
  account_country_from LowCardinality(String) COMMENT 'bic, iban or declared; empty: unknown',
  service_start Date32
    COMMENT 'period_start; without a period the value date, else the statement date (M-PERIOD)',
  service_end Date32 COMMENT 'period_end; without a period as service_start',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at))
    COMMENT 'larger for an earlier known_at',
  is_payment_dated UInt8 MATERIALIZED period_start IS NULL OR notEmpty(settles)
    COMMENT '1: only days of payment are known (M-PERIOD), or its periods are those of the lines that
      it settles (M-SETTLE)',
  flow_hash UInt64 MATERIALIZED cityHash64(source, flow_id)
    COMMENT 'stands for (source, flow_id) where a run lists special flows',
  reverses_hash UInt64
    MATERIALIZED if(reverses_flow_id = '', 0, cityHash64(reverses_source, reverses_flow_id))
    COMMENT 'flow_hash of the flow that this one takes back; 0: none',
  upstream_hashes Array(UInt64) MATERIALIZED arrayMap(one -> cityHash64(one.1, one.2), upstream)
    COMMENT 'flow_hash of each flow one step before',
  is_unlike UInt8 MATERIALIZED status = 'reversed'
      OR notEmpty(upstream)
      OR basis != 'net'
      OR property = ''
      OR network = ''
      OR period_start IS NULL
      OR notEmpty(settles)
      OR is_void
      OR (toYear(service_end) - toYear(service_start)) * 12
        + toMonth(service_end) - toMonth(service_start) > 1
    COMMENT '1: the flow is special by its own fields (sql/estimate/34_fill_special.sql)',
  INDEX property_filter property TYPE bloom_filter(0.01) GRANULARITY 8,
  INDEX name_filter (property, publisher_account_key, payee_account_key, payer_account_key)
    TYPE bloom_filter(0.01) GRANULARITY 8
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, flow_id, revision, sha256)
-- A few flows are often fetched whole, from all over the table: of a larger granule most is read in
-- vain.
SETTINGS index_granularity = 1024,
   min_parts_to_merge_at_once = 50,
  max_bytes_to_merge_at_max_space_in_pool = 268435456,
  fsync_after_insert = 1,
  fsync_part_directory = 1
COMMENT 'every content of every flow ever accepted';

-- What a few flows are looked for by, and no column of their own finds. Rows come in with the flows
-- (0008_doors.sql).
CREATE TABLE IF NOT EXISTS flow_link {{on_cluster}} (
  link UInt64
    COMMENT 'cityHash64 of what it is and two names: named (source, flow_id) of a flow that it takes
      back, follows or settles; taken_id (flow_id, account) of one that it takes back; place (name)
      of a share, or above its property',
  source String COMMENT 'who reports the flow',
  flow_id String COMMENT 'identifier of the flow, unique within the source'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (link, source, flow_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'flows by what they name';

CREATE TABLE IF NOT EXISTS site_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the registry row, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  site String COMMENT 'site as reported',
  operation String COMMENT 'operation that the site belongs to; empty: nobody''s yet',
  operator_country LowCardinality(String)
    COMMENT 'country from which it is operated; empty: unknown',
  valid_from Nullable(Date32) COMMENT 'first day; null: from the beginning',
  valid_to Nullable(Date32) COMMENT 'last day, included; null: until further notice',
  is_void UInt8 COMMENT '1: the record says that it never was (field void)',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  property String COMMENT 'canonical name of the site (M-PROPERTY); empty when it is null',
  ancestors Array(String)
    COMMENT 'names above it that a registry row can cover it by, nearest first',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at))
    COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every content of every registry row of a site ever accepted';

CREATE TABLE IF NOT EXISTS account_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the registry row, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  network LowCardinality(String) COMMENT 'network of a publisher account; empty: none',
  account String COMMENT 'account as reported',
  account_type LowCardinality(String)
    COMMENT 'publisher, iban, bic, wallet, crypto, psp or other; empty: unknown',
  operation String COMMENT 'operation that the account belongs to',
  valid_from Nullable(Date32) COMMENT 'first day; null: from the beginning',
  valid_to Nullable(Date32) COMMENT 'last day, included; null: until further notice',
  is_void UInt8 COMMENT '1: the record says that it never was (field void)',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  network_key LowCardinality(String) COMMENT 'network as it is compared (M-NETWORK)',
  account_key String COMMENT 'account in its comparable form (M-ACCOUNT)',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at))
    COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every content of every registry row of an account ever accepted';

CREATE TABLE IF NOT EXISTS network_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the row, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  network String COMMENT 'network as reported',
  name Nullable(String) COMMENT 'another name of it',
  is_conduit Nullable(Bool) COMMENT 'true: it pays for other networks',
  is_void UInt8 COMMENT '1: the record says that it never was (field void)',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  network_key String COMMENT 'network as it is compared (M-NETWORK)',
  name_key String COMMENT 'the other name as it is compared; empty: none',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at))
    COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every content of every row about a network ever accepted';

CREATE TABLE IF NOT EXISTS observation_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the crawl, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who crawled',
  site String COMMENT 'site as reported',
  observed_at DateTime64(3, 'UTC') COMMENT 'time of the crawl',
  pages_sampled Nullable(UInt64) COMMENT 'pages looked at',
  slots Array(Tuple(
    network String, publisher_account String, format String, per_page Nullable(Decimal(18, 6))))
    COMMENT 'advertising slots seen; per_page null: seen and not counted',
  ads_txt Array(Tuple(network String, account String, relation String, certification String))
    COMMENT 'lines of ads.txt',
  is_void UInt8 COMMENT '1: the record says that it never was (field void)',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  property String COMMENT 'canonical name of the site (M-PROPERTY); empty when it is null',
  ancestors Array(String)
    COMMENT 'names above it that a registry row can cover it by, nearest first',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at))
    COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every content of every crawl ever accepted';

CREATE TABLE IF NOT EXISTS event_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the event, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  type LowCardinality(String) COMMENT 'seizure, takedown, listing, arrest or letter',
  site Nullable(String) COMMENT 'site concerned, as reported',
  operation Nullable(String) COMMENT 'operation concerned',
  account Nullable(String) COMMENT 'account concerned, as reported',
  date Date32 COMMENT 'day of the event',
  is_void UInt8 COMMENT '1: the record says that it never was (field void)',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  property String COMMENT 'canonical name of the site (M-PROPERTY); empty when it is null',
  ancestors Array(String)
    COMMENT 'names above it that a registry row can cover it by, nearest first',
  account_key String COMMENT 'account in its comparable form (M-ACCOUNT); empty: none',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at))
    COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every content of every enforcement event ever accepted';
