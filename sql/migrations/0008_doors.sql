-- Doors: what is inserted into them goes at once, in the same insert, into the table behind. They
-- hold nothing.
--
-- The engine reads a text into a LowCardinality column value by value, which took a third of the
-- time of an insert. A door has plain texts, and the whole block is converted in one go. Names,
-- order and meaning of the columns are those of the table behind (docs/decisions/0017-doors.md).

CREATE TABLE IF NOT EXISTS flow_record_door {{on_cluster}} (
  flow_id String,
  revision UInt32,
  source String,
  network String,
  line String,
  publisher_account String,
  site Nullable(String),
  site_shares Array(Tuple(site String, share Decimal(9, 6))),
  period_start Nullable(Date32),
  period_end Nullable(Date32),
  value_date Nullable(Date32),
  statement_date Nullable(Date32),
  amount Decimal(38, 8),
  currency String,
  status String,
  basis String,
  impressions Nullable(UInt64),
  clicks Nullable(UInt64),
  reverses_source String,
  reverses_flow_id String,
  upstream Array(Tuple(source String, flow_id String)),
  settles Array(String),
  payer_account String,
  payee_name String,
  payee_country String,
  payee_account String,
  payee_account_type String,
  payee_bic Nullable(String),
  payee_bank_country Nullable(String),
  withheld Array(Tuple(kind String, amount Decimal(38, 8))),
  document_sha256 Nullable(String),
  document_place Nullable(String),
  is_void UInt8,
  known_at DateTime64(3, 'UTC'),
  property String,
  ancestors Array(String),
  share_properties Array(String),
  share_ancestors Array(Array(String)),
  network_key String,
  publisher_account_key String,
  payer_account_key String,
  payee_account_key String,
  account_country String,
  account_country_from String,
  service_start Date32,
  service_end Date32,
  sha256_hex String
) ENGINE = Null
COMMENT 'door of flow_record: empty';

CREATE MATERIALIZED VIEW IF NOT EXISTS flow_record_through {{on_cluster}} TO flow_record AS
SELECT
  flow_id,
  revision,
  source,
  network,
  line,
  publisher_account,
  site,
  site_shares,
  period_start,
  period_end,
  value_date,
  statement_date,
  amount,
  currency,
  status,
  basis,
  impressions,
  clicks,
  reverses_source,
  reverses_flow_id,
  upstream,
  settles,
  payer_account,
  payee_name,
  payee_country,
  payee_account,
  payee_account_type,
  payee_bic,
  payee_bank_country,
  withheld,
  document_sha256,
  document_place,
  is_void,
  known_at,
  property,
  ancestors,
  share_properties,
  share_ancestors,
  network_key,
  publisher_account_key,
  payer_account_key,
  payee_account_key,
  account_country,
  account_country_from,
  service_start,
  service_end,
  toFixedString(unhex(sha256_hex), 32) AS sha256
FROM flow_record_door;

CREATE MATERIALIZED VIEW IF NOT EXISTS flow_link_through {{on_cluster}} TO flow_link AS
WITH named_flow AS (
  SELECT
    source,
    flow_id,
    arrayConcat(
      if(reverses_flow_id = '', [], [(reverses_source, reverses_flow_id)]),
      arrayMap(one -> (one.source, one.flow_id), upstream),
      arrayMap(id -> (source, id), settles)) AS named,
    if(reverses_flow_id = '', [], [(reverses_flow_id, publisher_account_key)]) AS ids,
    arrayConcat(ancestors, share_properties, arrayFlatten(share_ancestors)) AS places
  FROM flow_record_door
)
SELECT
  arrayJoin(arrayDistinct(arrayConcat(
    arrayMap(one -> cityHash64('named', one.1, one.2), named),
    arrayMap(one -> cityHash64('taken_id', one.1, one.2), ids),
    arrayMap(name -> cityHash64('place', name, ''), places)))) AS link,
  source,
  flow_id
FROM named_flow;

CREATE TABLE IF NOT EXISTS input_record_door {{on_cluster}} (
  topic String,
  partition UInt32,
  offset UInt64,
  kind String,
  source String,
  record_id String,
  revision UInt32,
  reason String,
  path String,
  raw_hex String,
  byte_count UInt64,
  known_at DateTime64(3, 'UTC'),
  sha256_hex String,
  adjusted Array(Tuple(code String, path String))
) ENGINE = Null
COMMENT 'door of input_record: empty';

CREATE MATERIALIZED VIEW IF NOT EXISTS input_record_through {{on_cluster}} TO input_record AS
SELECT
  topic,
  partition,
  offset,
  kind,
  source,
  record_id,
  revision,
  reason,
  path,
  unhex(raw_hex) AS raw,
  byte_count,
  known_at,
  toFixedString(unhex(sha256_hex), 32) AS sha256,
  adjusted
FROM input_record_door;
