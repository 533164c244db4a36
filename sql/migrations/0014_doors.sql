-- Doors: what is inserted into them goes at once, in the same insert, into the table behind. They
-- hold nothing.
--
-- The engine reads a text into a LowCardinality column value by value, which took a third of the
-- time of an insert; a door has plain texts, and the whole block is converted in one go. Names,
-- order and meaning of the columns are those of the table behind: docs/decisions/0017-doors.md.

CREATE TABLE IF NOT EXISTS flow_record_door {{on_cluster}} (
  flow_id String, revision UInt32, source String, network String, line String, publisher_account String, site Nullable(String),
  site_shares Array(Tuple(site String, share Decimal(9, 6))), period_start Date32, period_end Date32, value_date Nullable(Date32), statement_date Nullable(Date32),
  amount Decimal(18, 4), currency String, status String, basis String, impressions Nullable(UInt64), clicks Nullable(UInt64), reverses Nullable(String),
  upstream_flow_id Nullable(String), upstream_source Nullable(String), payee_name String, payee_country String, payee_account String, payee_account_type String,
  payee_bic Nullable(String), payee_bank_country Nullable(String), document_sha256 Nullable(String), known_at DateTime64(3, 'UTC'), site_domain String,
  share_domains Array(String), account_key String, account_country String, account_country_from String, sha256_hex String
) ENGINE = Null
COMMENT 'door of flow_record: empty';

CREATE MATERIALIZED VIEW IF NOT EXISTS flow_record_through {{on_cluster}} TO flow_record AS
SELECT flow_id, revision, source, network, line, publisher_account, site, site_shares, period_start, period_end, value_date, statement_date, amount, currency, status, basis,
  impressions, clicks, reverses, upstream_flow_id, upstream_source, payee_name, payee_country, payee_account, payee_account_type, payee_bic, payee_bank_country,
  document_sha256, known_at, site_domain, share_domains, account_key, account_country, account_country_from, toFixedString(unhex(sha256_hex), 32) AS sha256
FROM flow_record_door;

CREATE TABLE IF NOT EXISTS input_record_door {{on_cluster}} (
  topic String, partition UInt32, offset UInt64, kind String, source String, record_id String, revision UInt32, reason String, path String, raw_hex String,
  byte_count UInt64, known_at DateTime64(3, 'UTC'), sha256_hex String
) ENGINE = Null
COMMENT 'door of input_record: empty';

CREATE MATERIALIZED VIEW IF NOT EXISTS input_record_through {{on_cluster}} TO input_record AS
SELECT topic, partition, offset, kind, source, record_id, revision, reason, path, byte_count, known_at, unhex(raw_hex) AS raw, toFixedString(unhex(sha256_hex), 32) AS sha256
FROM input_record_door;

ALTER TABLE flow_record {{on_cluster}} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 268435456;

ALTER TABLE input_record {{on_cluster}} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 268435456;
