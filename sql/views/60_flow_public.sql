-- Purpose: what investigators see of flows: as reported, and what the last run made of them.

CREATE OR REPLACE VIEW flow_current (
  source LowCardinality(String) COMMENT 'who reported the flow',
  flow_id String COMMENT 'identifier of the flow, unique within the source',
  revision UInt32 COMMENT 'the latest revision',
  network Nullable(String) COMMENT 'network that pays; null: unknown',
  network_key String COMMENT 'network as it is compared (M-NETWORK); empty: unknown',
  line LowCardinality(String) COMMENT 'advertising, file_host, subscription, donation or other',
  publisher_account Nullable(String)
    COMMENT 'account of the publisher at the network, in comparable form; null: unknown',
  site Nullable(String) COMMENT 'canonical name of the site; null: see site_shares',
  site_shares Array(Tuple(site String, share Decimal(9, 6)))
    COMMENT 'proven shares of several sites, by canonical name',
  period_start Nullable(Date32)
    COMMENT 'first day of the service period; null: only days of payment are known',
  period_end Nullable(Date32) COMMENT 'last day of the service period, included',
  value_date Nullable(Date32) COMMENT 'day on which the money was credited',
  statement_date Nullable(Date32) COMMENT 'day of the statement',
  amount Decimal(38, 8) COMMENT 'amount in currency',
  currency LowCardinality(String) COMMENT 'ISO 4217, or an asset of reference/assets.json',
  status LowCardinality(String) COMMENT 'paid, accrued or reversed',
  basis LowCardinality(String)
    COMMENT 'net or gross; where the record has none: net with a value date, else gross',
  impressions Nullable(UInt64) COMMENT 'impressions paid for',
  clicks Nullable(UInt64) COMMENT 'clicks paid for',
  reverses Nullable(String) COMMENT 'flow that this one takes back; null: none is named',
  reverses_source Nullable(String) COMMENT 'source of that flow',
  upstream Array(Tuple(source String, flow_id String)) COMMENT 'flows one step before',
  settles Array(String) COMMENT 'flows of the same source that this payment pays',
  payer_account Nullable(String)
    COMMENT 'account that the money came from, in comparable form; null: unknown',
  payee_name Nullable(String) COMMENT 'who was paid; null: unknown',
  payee_country Nullable(String) COMMENT 'country declared for the payee; null: unknown',
  account Nullable(String)
    COMMENT 'account that received the money, in comparable form; null: unknown',
  account_type Nullable(String) COMMENT 'iban, bic, wallet, crypto, psp or other; null: unknown',
  account_country Nullable(String) COMMENT 'country of the account; null: unknown',
  account_country_from LowCardinality(String)
    COMMENT 'bic, iban or declared: what the country was read from; empty: unknown',
  document_sha256 Nullable(String) COMMENT 'digest of the document',
  document_place Nullable(String) COMMENT 'where in the document',
  operation Nullable(String)
    COMMENT 'the one operation that the flow goes to; null: none or several',
  amount_eur Nullable(Decimal(18, 4))
    COMMENT 'what operations were paid of it, in EUR, before take-backs; null: nothing, or no rate',
  standing LowCardinality(String)
    COMMENT 'counts; why it does not (reason in view excluded_flow); reversal: it takes back;
      unattributed: no operation has it',
  sha256 String COMMENT 'digest of the canonical record, hexadecimal',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known'
) AS
WITH
  latest AS (
    {{include expressions/latest_revision
      rows: flow_record
      id: flow_id
    }}
  ),
  -- Of a flow in dispute one content is shown. A take-back is looked up by what it takes back.
  shown AS (
    SELECT
      *,
      status = 'reversed' AS takes_back,
      if(takes_back, reverses_source, toString(source)) AS ruled_source,
      if(takes_back, reverses_flow_id, flow_id) AS ruled_flow_id
    FROM latest
    ORDER BY sha256
    LIMIT 1 BY source, flow_id
  ),
  ruling AS (
    SELECT
      toString(source) AS own_source,
      flow_id AS own_flow_id,
      uniqExact(operation) AS operations,
      any(operation) AS one_operation,
      sum(paid_eur) AS paid,
      if(min(rule) = '', 'counts', min(reason)) AS ruled
    FROM flow_ruling_in_force
    GROUP BY own_source, own_flow_id
  )
SELECT
  source,
  flow_id,
  revision,
  nullIf(toString(shown.network), '') AS network,
  network_key,
  line,
  nullIf(publisher_account_key, '') AS publisher_account,
  nullIf(property, '') AS site,
  arrayMap((name, part) -> (name, part.2), share_properties, shown.site_shares) AS site_shares,
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
  nullIf(reverses_flow_id, '') AS reverses,
  nullIf(shown.reverses_source, '') AS reverses_source,
  upstream,
  settles,
  nullIf(payer_account_key, '') AS payer_account,
  nullIf(shown.payee_name, '') AS payee_name,
  nullIf(toString(shown.payee_country), '') AS payee_country,
  nullIf(payee_account_key, '') AS account,
  nullIf(toString(payee_account_type), '') AS account_type,
  nullIf(toString(shown.account_country), '') AS account_country,
  account_country_from,
  document_sha256,
  document_place,
  if(operations = 1, one_operation, NULL) AS operation,
  if(takes_back OR paid = 0, NULL, {{include expressions/eur_column
    eur: paid
  }}) AS amount_eur,
  multiIf(takes_back, 'reversal', operations = 0, 'unattributed', ruled) AS standing,
  lower(hex(shown.sha256)) AS sha256,
  known_at
FROM shown
LEFT ANY JOIN ruling ON ruled_source = own_source AND ruled_flow_id = own_flow_id
SETTINGS join_use_nulls = 0
COMMENT 'the latest revision of each flow, resolved, with what the last run made of it; of a flow in
  dispute the content with the lowest digest';

CREATE OR REPLACE VIEW excluded_flow (
  source LowCardinality(String) COMMENT 'who reported the flow',
  flow_id String COMMENT 'identifier of the flow',
  operation Nullable(String) COMMENT 'operation that the flow goes to; null: none',
  amount Decimal(38, 8)
    COMMENT 'amount in currency; of a line that a payment pays, what it pays',
  currency LowCardinality(String) COMMENT 'ISO 4217, or an asset of reference/assets.json',
  amount_eur Nullable(Decimal(18, 4))
    COMMENT 'what the operation was paid of it, in EUR; null: nothing, or no rate',
  rule LowCardinality(String)
    COMMENT 'rule of docs/method.md that leaves it out, such as M-OWNER; of a flow that no operation
      has M-PROPERTY where it names a site, else M-ACCOUNT; of a take-back that names nothing known
      and no operation M-UNPLACED',
  reason LowCardinality(String)
    COMMENT 'own_transfer, twin, total, disputed, settled (its lines count instead), not_paid,
      superseded_by_hop, unconverted (no exchange rate), gross_without_share, other_source_counts,
      other_side_counts (of the known networks together and the unknown one the other is larger) or
      unattributed (no operation has it)'
) AS
SELECT
  source,
  flow_id,
  toNullable(flow_ruling_in_force.operation) AS operation,
  amount,
  currency,
  if(paid_eur = 0, NULL, {{include expressions/eur_column
    eur: paid_eur
  }}) AS amount_eur,
  rule,
  reason
FROM flow_ruling_in_force
WHERE rule != ''
UNION ALL
SELECT
  source,
  flow_id,
  NULL,
  amount,
  currency,
  NULL,
  multiIf(
    standing = 'reversal', 'M-UNPLACED',
    isNull(site) AND empty(site_shares), 'M-ACCOUNT',
    'M-PROPERTY'),
  'unattributed'
FROM flow_current
WHERE standing = 'unattributed'
  -- A take-back that names nothing known, and no operation in any way.
  OR (
    standing = 'reversal'
    AND isNull(site)
    AND empty(site_shares)
    AND isNull(publisher_account)
    AND ifNull(account, '') NOT IN (SELECT account_key FROM account_record)
    AND (ifNull(reverses_source, ''), ifNull(reverses, '')) NOT IN (
      SELECT source, flow_id FROM flow_record)
  )
COMMENT 'flows that count in no floor, and by which rule, as of the last run';
