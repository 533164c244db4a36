-- Intake: the set of records, the ledger of input coordinates, and custody.
--
-- Record tables hold a set of (source, id, revision, digest). The same element written twice
-- collapses to the copy that was known first (`earliness` is larger for an earlier `known_at`). No
-- sorting key holds a site, month or account: a revision may change all of them. Columns named as
-- in the contract hold the value as reported; what follows `known_at` is derived. Inserts are
-- JSONCompactEachRow: the values of the record in the order of the contract, then the derived ones.
--
-- {{engine NAME(ARGUMENTS)}} becomes the plain engine, or the Replicated one when a cluster is
-- configured.

CREATE TABLE IF NOT EXISTS flow_record {{on_cluster}} (
  flow_id String COMMENT 'identifier of the movement, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  network LowCardinality(String) COMMENT 'network that pays',
  line LowCardinality(String) COMMENT 'line of revenue',
  publisher_account String COMMENT 'account of the publisher at the network',
  site Nullable(String) COMMENT 'site as reported',
  site_shares Array(Tuple(site String, share Decimal(9, 6))) COMMENT 'proven shares as reported',
  period_start Date32 COMMENT 'first day of the service period',
  period_end Date32 COMMENT 'last day of the service period, included',
  value_date Nullable(Date32) COMMENT 'day on which the money was credited',
  statement_date Nullable(Date32) COMMENT 'day of the statement',
  amount Decimal(18, 4) COMMENT 'amount in currency units',
  currency LowCardinality(String) COMMENT 'ISO 4217',
  status LowCardinality(String) COMMENT 'paid, accrued or reversed',
  basis LowCardinality(String) COMMENT 'net or gross',
  impressions Nullable(UInt64) COMMENT 'impressions paid for',
  clicks Nullable(UInt64) COMMENT 'clicks paid for',
  reverses Nullable(String) COMMENT 'flow of the same source that this one takes back',
  upstream_flow_id Nullable(String) COMMENT 'the hop before',
  upstream_source Nullable(String) COMMENT 'source of the hop before; null: the same',
  payee_name String COMMENT 'who was paid',
  payee_country LowCardinality(String) COMMENT 'country declared for the payee',
  payee_account String COMMENT 'account as reported',
  payee_account_type LowCardinality(String) COMMENT 'iban, bic, wallet, crypto, psp or other',
  payee_bic Nullable(String) COMMENT 'BIC of the bank as reported',
  payee_bank_country Nullable(String) COMMENT 'country declared for the bank',
  document_sha256 Nullable(String) COMMENT 'digest of the document',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  site_domain String COMMENT 'registrable domain of site, empty when site is null',
  share_domains Array(String) COMMENT 'registrable domain of each element of site_shares',
  account_key String COMMENT 'account in its comparable form',
  account_country LowCardinality(String) COMMENT 'country of the account, ISO 3166-1 alpha-2',
  account_country_from LowCardinality(String) COMMENT 'bic, iban or declared',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at)) COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, flow_id, revision, sha256)
SETTINGS min_parts_to_merge_at_once = 50
COMMENT 'every content of every flow ever accepted';

CREATE TABLE IF NOT EXISTS panel_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the measurement, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'the panel',
  site String COMMENT 'site as reported',
  month String COMMENT 'YYYY-MM',
  country LowCardinality(String) COMMENT 'country of the audience',
  device LowCardinality(String) COMMENT 'all, desktop, mobile or tablet',
  unique_visitors Nullable(UInt64) COMMENT 'different persons in the month',
  visits Nullable(UInt64) COMMENT 'visits in the month',
  page_views Nullable(UInt64) COMMENT 'page views in the month',
  panel_size Nullable(UInt64) COMMENT 'persons in the panel',
  universe Nullable(UInt64) COMMENT 'persons in the population',
  design_effect Nullable(Decimal(18, 6)) COMMENT 'Kish design effect',
  published_at DateTime64(3, 'UTC') COMMENT 'when the panel published the figure',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  site_domain String COMMENT 'registrable domain of site',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at)) COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
COMMENT 'every content of every audience measurement ever accepted';

CREATE TABLE IF NOT EXISTS site_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the registry row, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  site String COMMENT 'site as reported',
  operation String COMMENT 'operation that the site belongs to',
  operator_country LowCardinality(String) COMMENT 'country from which it is operated',
  valid_from Date32 COMMENT 'first day',
  valid_to Nullable(Date32) COMMENT 'last day, included; null: until further notice',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  site_domain String COMMENT 'registrable domain of site',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at)) COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
COMMENT 'every content of every registry row ever accepted';

CREATE TABLE IF NOT EXISTS observation_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the crawl, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who crawled',
  site String COMMENT 'site as reported',
  observed_at DateTime64(3, 'UTC') COMMENT 'time of the crawl',
  pages_sampled UInt64 COMMENT 'pages looked at',
  slots Array(Tuple(network String, publisher_account String, format String, per_page Decimal(18, 6))) COMMENT 'advertising slots seen',
  ads_txt Array(Tuple(network String, account String, relation String)) COMMENT 'lines of ads.txt',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  site_domain String COMMENT 'registrable domain of site',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at)) COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
COMMENT 'every content of every crawl ever accepted';

CREATE TABLE IF NOT EXISTS event_record {{on_cluster}} (
  record_id String COMMENT 'identifier of the event, unique within the source',
  revision UInt32 COMMENT 'a higher revision replaces a lower one',
  source LowCardinality(String) COMMENT 'who reports',
  type LowCardinality(String) COMMENT 'seizure, takedown, listing, arrest or letter',
  site Nullable(String) COMMENT 'site concerned, as reported',
  operation Nullable(String) COMMENT 'operation concerned',
  account Nullable(String) COMMENT 'account concerned',
  date Date32 COMMENT 'day of the event',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known',
  site_domain String COMMENT 'registrable domain of site, empty when site is null',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(known_at)) COMMENT 'larger for an earlier known_at'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (source, record_id, revision, sha256)
COMMENT 'every content of every enforcement event ever accepted';

-- One row per coordinate. Two contents under one coordinate exist only for the last, unfinished
-- line of a file that was completed later: the shorter is a prefix of the longer, and the longer
-- stays.
CREATE TABLE IF NOT EXISTS input_record {{on_cluster}} (
  topic LowCardinality(String) COMMENT 'Kafka topic, or name of the file',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  offset UInt64 COMMENT 'Kafka offset, or line of the file counted from 0',
  kind LowCardinality(String) COMMENT 'panel, flow, site, observation or event',
  source String COMMENT 'source of a valid record',
  record_id String COMMENT 'flow_id or record_id of a valid record',
  revision UInt32 COMMENT 'revision of a valid record',
  reason LowCardinality(String) COMMENT 'reason code of a rejected record, empty for a valid one',
  path String COMMENT 'JSON path of the value at fault',
  byte_count UInt64 COMMENT 'length of the record in bytes',
  known_at DateTime64(3, 'UTC') COMMENT 'Kafka timestamp, or time of ingestion',
  raw_hex String EPHEMERAL,
  raw String DEFAULT unhex(raw_hex) COMMENT 'bytes of a rejected record; empty when larger than 1 MiB',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest: canonical record if valid, raw bytes if rejected'
) ENGINE = {{engine ReplacingMergeTree(byte_count)}}
ORDER BY (topic, partition, offset)
SETTINGS min_parts_to_merge_at_once = 50
COMMENT 'the ledger: one row for each input record';

CREATE TABLE IF NOT EXISTS custody_range {{on_cluster}} (
  topic LowCardinality(String) COMMENT 'Kafka topic, or name of the file',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  first_offset UInt64 COMMENT 'first offset of the range',
  last_offset UInt64 COMMENT 'last offset of the range, included',
  kept UInt64 COMMENT 'valid records in the range',
  rejected UInt64 COMMENT 'rejected records in the range',
  unfinished UInt8 COMMENT '1: the range is a last line without line end that could not be decoded; a later run reads it again',
  known_at DateTime64(3, 'UTC') COMMENT 'when the range was taken in',
  chain_hex String EPHEMERAL,
  chain_sha256 FixedString(32) DEFAULT unhex(chain_hex) COMMENT 'h(n) = SHA-256(h(n-1) || digest(n)) at last_offset; h before the first offset is 32 zero bytes',
  reach UInt64 DEFAULT last_offset * 2 + (1 - unfinished) COMMENT 'the range that reaches farthest stays'
) ENGINE = {{engine ReplacingMergeTree(reach)}}
ORDER BY (topic, partition, first_offset)
COMMENT 'contiguous ranges of input whose records and ledger rows are durable';

-- Written before anything else of a file: which bytes stand behind the topic name. See
-- docs/guarantees.md.
CREATE TABLE IF NOT EXISTS input_file {{on_cluster}} (
  topic String COMMENT 'name under which the file is in the ledger',
  name String COMMENT 'base name of the file',
  byte_count UInt64 COMMENT 'size of the file when it was read, as stored (compressed size for .gz)',
  sha256 String COMMENT 'SHA-256 of those bytes, hexadecimal',
  announced_at DateTime64(3, 'UTC') COMMENT 'when reading began'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (name, topic, byte_count, sha256)
COMMENT 'versions of input files';
