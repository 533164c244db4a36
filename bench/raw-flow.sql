-- The table that bench/ingest.ts fills with the engine alone: the fields of a flow record as they
-- come, in the engine and with the sorting key that flow_record has.
CREATE TABLE raw_flow (
  flow_id String, revision UInt32, source LowCardinality(String), network LowCardinality(String), line LowCardinality(String), publisher_account String,
  site Nullable(String), site_shares Array(Tuple(site String, share Decimal(9, 6))), period_start Date32, period_end Date32,
  value_date Nullable(Date32), statement_date Nullable(Date32), amount Decimal(18, 4), currency LowCardinality(String), status LowCardinality(String),
  basis LowCardinality(String), impressions Nullable(UInt64), clicks Nullable(UInt64), reverses Nullable(String), upstream_flow_id Nullable(String),
  upstream_source Nullable(String),
  payee Tuple(name String, country LowCardinality(String), account String, account_type LowCardinality(String), bic Nullable(String), bank_country Nullable(String)),
  document_sha256 Nullable(String)
) ENGINE = ReplacingMergeTree
ORDER BY (source, flow_id, revision)
