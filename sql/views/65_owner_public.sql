-- Purpose: who is who, with the record behind it. Each view has the latest revision of each record,
-- without records in dispute and records that never were (field void).

CREATE OR REPLACE VIEW property_owner (
  property String
    COMMENT 'canonical name of the site; the row covers what lies below it too (M-PROPERTY)',
  operation Nullable(String) COMMENT 'operation that it belongs to; null: known, and nobody''s yet',
  valid_from Nullable(Date32) COMMENT 'first day; null: from the beginning',
  valid_to Nullable(Date32) COMMENT 'last day, included; null: until further notice',
  is_contested UInt8
    COMMENT '1: another row claims the property for another operation on one of these days',
  site String COMMENT 'site as reported',
  operator_country Nullable(String)
    COMMENT 'country from which it is operated, as reported; no rule uses it',
  source LowCardinality(String) COMMENT 'who reported the row',
  record_id String COMMENT 'identifier of the row, unique within the source',
  revision UInt32 COMMENT 'the latest revision',
  sha256 String COMMENT 'digest of the canonical record, hexadecimal',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known'
) AS
WITH
  latest AS (
    {{include expressions/latest_revision
      rows: site_record
      id: record_id
    }}
  ),
  claim AS (
    SELECT
      *,
      ifNull(toInt32(valid_from), {{include expressions/first_day}}) AS first_day,
      ifNull(toInt32(valid_to), {{include expressions/last_day}}) AS last_day,
      groupArray((operation, first_day, last_day)) OVER (PARTITION BY property) AS claims
    FROM latest
    WHERE contents = 1
  )
SELECT
  property,
  nullIf(operation, '') AS operation,
  valid_from,
  valid_to,
  {{include expressions/is_contested
    own: claim.operation
  }} AS is_contested,
  site,
  nullIf(toString(claim.operator_country), '') AS operator_country,
  source,
  record_id,
  revision,
  lower(hex(claim.sha256)) AS sha256,
  known_at
FROM claim
COMMENT 'which operation each registered property belongs to, by the record that says so';

CREATE OR REPLACE VIEW account_owner (
  account String COMMENT 'account in its comparable form (M-ACCOUNT)',
  network Nullable(String) COMMENT 'network of a publisher account, as reported; null: none',
  network_key String COMMENT 'network as it is compared (M-NETWORK); empty: none',
  account_type Nullable(String)
    COMMENT 'publisher, iban, bic, wallet, crypto, psp or other, as reported; null: unknown',
  operation String COMMENT 'operation that the account belongs to',
  valid_from Nullable(Date32) COMMENT 'first day; null: from the beginning',
  valid_to Nullable(Date32) COMMENT 'last day, included; null: until further notice',
  is_contested UInt8
    COMMENT '1: another row claims the account for another operation on one of these days',
  reported_account String COMMENT 'account as reported',
  source LowCardinality(String) COMMENT 'who reported the row',
  record_id String COMMENT 'identifier of the row, unique within the source',
  revision UInt32 COMMENT 'the latest revision',
  sha256 String COMMENT 'digest of the canonical record, hexadecimal',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known'
) AS
WITH
  latest AS (
    {{include expressions/latest_revision
      rows: account_record
      id: record_id
    }}
  ),
  claim AS (
    SELECT
      *,
      ifNull(toInt32(valid_from), {{include expressions/first_day}}) AS first_day,
      ifNull(toInt32(valid_to), {{include expressions/last_day}}) AS last_day,
      groupArray((operation, first_day, last_day))
        OVER (PARTITION BY network_key, account_key) AS claims
    FROM latest
    WHERE contents = 1
  )
SELECT
  account_key AS account,
  nullIf(toString(claim.network), '') AS network,
  network_key,
  nullIf(toString(claim.account_type), '') AS account_type,
  operation,
  valid_from,
  valid_to,
  {{include expressions/is_contested
    own: operation
  }} AS is_contested,
  claim.account AS reported_account,
  source,
  record_id,
  revision,
  lower(hex(claim.sha256)) AS sha256,
  known_at
FROM claim
COMMENT 'which operation each registered account belongs to, by the record that says so';
