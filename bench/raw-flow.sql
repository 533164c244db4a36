-- The table that bench/ingest.ts fills with the engine alone: the fields of a flow record as they
-- come, in the engine and with the sorting key that flow_record has.
CREATE TABLE raw_flow (
  flow_id String, revision UInt32, source LowCardinality(String), network LowCardinality(String), line LowCardinality(String), publisher_account String,
  site Nullable(String), site_shares Array(Tuple(site String, share Decimal(9, 6))), period_start Nullable(Date32), period_end Nullable(Date32),
  value_date Nullable(Date32), statement_date Nullable(Date32), amount Decimal(38, 8), currency LowCardinality(String), status LowCardinality(String),
  basis LowCardinality(String), impressions Nullable(UInt64), clicks Nullable(UInt64), reverses Tuple(source Nullable(String), flow_id String),
  upstream Array(Tuple(source Nullable(String), flow_id String)), settles Array(String), payer_account Nullable(String),
  payee Tuple(name String, country LowCardinality(String), account String, account_type LowCardinality(String), bic Nullable(String), bank_country Nullable(String)),
  withheld Array(Tuple(kind String, amount Decimal(38, 8))), document_sha256 Nullable(String), document_place Nullable(String), void Bool
) ENGINE = ReplacingMergeTree
ORDER BY (source, flow_id, revision)
