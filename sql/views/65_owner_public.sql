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
WITH claim AS (
  {{include expressions/latest_claim
    rows: site_record
    thing: property
  }}
)
SELECT
  property,
  nullIf(operation, '') AS operation,
  valid_from,
  valid_to,
  is_contested,
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
WITH claim AS (
  {{include expressions/latest_claim
    rows: account_record
    thing: network_key, account_key
  }}
)
SELECT
  account_key AS account,
  nullIf(toString(claim.network), '') AS network,
  network_key,
  nullIf(toString(claim.account_type), '') AS account_type,
  operation,
  valid_from,
  valid_to,
  is_contested,
  claim.account AS reported_account,
  source,
  record_id,
  revision,
  lower(hex(claim.sha256)) AS sha256,
  known_at
FROM claim
COMMENT 'which operation each registered account belongs to, by the record that says so';

CREATE OR REPLACE VIEW network_name (
  network_key String COMMENT 'network as it is compared (M-NETWORK)',
  network String COMMENT 'network as the row has it',
  name Nullable(String) COMMENT 'another name of it; null: the row gives none',
  name_key String COMMENT 'the other name as it is compared; empty: none',
  is_conduit Nullable(Bool)
    COMMENT 'true: it pays for others, so its name says nothing about who paid; null: nothing is
      said',
  valid_from Nullable(Date32) COMMENT 'first day of a listed row; null: a record, for all days',
  reason String COMMENT 'why the row is listed; empty: a record',
  source String COMMENT 'who reported the record, or where the listed row was read',
  record_id Nullable(String)
    COMMENT 'identifier of the record, unique within the source; null: reference/network-names.json',
  revision Nullable(UInt32) COMMENT 'the latest revision of the record; null: a listed row',
  sha256 Nullable(String) COMMENT 'digest of the canonical record, hexadecimal; null: a listed row',
  known_at Nullable(DateTime64(3, 'UTC'))
    COMMENT 'earliest time at which a copy of the record was known; null: a listed row',
  list_version String COMMENT 'version of the list in force; empty: a record'
) AS
WITH latest AS (
  {{include expressions/latest_revision
    rows: network_record
    id: record_id
  }}
)
SELECT
  network_key,
  network,
  name,
  name_key,
  is_conduit,
  CAST(NULL, 'Nullable(Date32)') AS valid_from,
  '' AS reason,
  toString(latest.source) AS source,
  toNullable(latest.record_id) AS record_id,
  toNullable(latest.revision) AS revision,
  toNullable(lower(hex(latest.sha256))) AS sha256,
  toNullable(latest.known_at) AS known_at,
  '' AS list_version
FROM latest
WHERE contents = 1
UNION ALL
SELECT
  network_key,
  network,
  nullIf(listed.name, ''),
  name_key,
  listed.is_conduit = 1,
  listed.valid_from,
  listed.reason,
  listed.source,
  NULL,
  NULL,
  NULL,
  NULL,
  toString(listed.version)
FROM network_name_listed AS listed FINAL
WHERE version = {{include expressions/version_in_force
    name: 'network_name_listed'
  }}
COMMENT 'other names of networks, and which networks pay for others, by the record or the listed
  row that says so';
