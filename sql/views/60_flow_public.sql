-- Purpose: what investigators see of flows.

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
    COMMENT 'the one operation that the whole flow belongs to; null when there is none or several',
  amount_eur Nullable(Decimal(18, 4))
    COMMENT 'amount in EUR at the rate that counts, before shares, truncated; null without a rate',
  standing LowCardinality(String)
    COMMENT 'paid, accrued, reversal, unknown_reversal, idle_reversal, disputed, superseded_by_hop,
      payment_dated, unknown_network, undated_reversal or unconverted (method 1.3)',
  sha256 String COMMENT 'digest of the canonical record, hexadecimal',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which a copy was known'
) AS
WITH intDiv(reinterpretAsInt128(v.amount) * v.rate, toInt128('100000000000000')) AS eur_units
SELECT
  v.source AS source, v.flow_id AS flow_id, v.revision AS revision,
  nullIf(toString(v.network), '') AS network, r.network_key AS network_key,
  v.reported_line AS line, nullIf(r.publisher_account_key, '') AS publisher_account,
  nullIf(r.property, '') AS site,
  arrayMap((name, part) -> (name, part.2), r.share_properties, r.site_shares) AS site_shares,
  r.period_start AS period_start, r.period_end AS period_end,
  r.value_date AS value_date, r.statement_date AS statement_date,
  v.amount AS amount, v.currency AS currency, v.status AS status, v.basis AS basis,
  r.impressions AS impressions, r.clicks AS clicks,
  nullIf(r.reverses_flow_id, '') AS reverses, nullIf(r.reverses_source, '') AS reverses_source,
  r.upstream AS upstream, r.settles AS settles,
  nullIf(r.payer_account_key, '') AS payer_account,
  nullIf(r.payee_name, '') AS payee_name, nullIf(toString(r.payee_country), '') AS payee_country,
  nullIf(r.payee_account_key, '') AS account,
  nullIf(toString(r.payee_account_type), '') AS account_type,
  -- The inner column has another name: the engine mixes up two types under one name.
  nullIf(toString(v.place_country), '') AS account_country,
  v.account_country_from AS account_country_from,
  r.document_sha256 AS document_sha256, r.document_place AS document_place,
  if(p.operations = 1 AND p.one_operation != '', p.one_operation, NULL) AS operation,
  if(v.rate = 0, NULL, {{include expressions/money
      units: eur_units
    }}) AS amount_eur,
  v.standing AS standing, lower(hex(v.sha256)) AS sha256, v.known_at AS known_at
FROM (
  SELECT source, flow_id, revision, network, reported_line, publisher_account, amount, currency, status, basis, account_country AS place_country, account_country_from, rate, standing, sha256, known_at
  FROM flow_valued_at(as_of = {{include expressions/everything_known}})
  ORDER BY sha256 LIMIT 1 BY source, flow_id
) AS v
INNER JOIN (
  SELECT
    source, flow_id, revision, sha256, network_key, publisher_account_key, property, site_shares,
    share_properties, period_start, period_end, value_date, statement_date, impressions, clicks,
    reverses_flow_id, reverses_source, upstream, settles, payer_account_key, payee_name,
    payee_country, payee_account_key, payee_account_type, document_sha256, document_place
  FROM flow_record FINAL
) AS r ON v.source = r.source AND v.flow_id = r.flow_id AND v.revision = r.revision AND v.sha256 = r.sha256
LEFT ANY JOIN (
  SELECT q.source AS source, q.flow_id AS flow_id, uniqExact(q.operation) AS operations, any(q.operation) AS one_operation
  FROM flow_part_at(as_of = {{include expressions/everything_known}}) AS q
  GROUP BY source, flow_id
) AS p ON v.source = p.source AND v.flow_id = p.flow_id
SETTINGS join_use_nulls = 0
COMMENT 'the latest revision of each flow, resolved; of a disputed flow the content with the lowest digest';

-- The source that counts for each operation, month and network, straight from the records. A run
-- chooses it in sql/rules/documented.sql, from its work lists.
CREATE OR REPLACE VIEW counting_source AS
{{include rules/counting_source
  grouped: flow_part_group_at(as_of = {{include expressions/everything_known}})
}};

CREATE OR REPLACE VIEW excluded_flow (
  source LowCardinality(String) COMMENT 'who reported the flow',
  flow_id String COMMENT 'identifier of the flow',
  operation Nullable(String) COMMENT 'operation that the part would go to, where it is known',
  amount Decimal(38, 8) COMMENT 'the part left out, in currency, truncated',
  currency LowCardinality(String) COMMENT 'ISO 4217',
  amount_eur Nullable(Decimal(18, 4))
    COMMENT 'the part left out in EUR, truncated; null without a rate',
  reason LowCardinality(String)
    COMMENT 'unattributed, unconverted, gross_without_share, superseded_by_hop,
      other_source_counts, disputed, ambiguous_operation, payment_dated, unknown_network,
      undated_reversal or not_paid (method 1.3, "What
      is left out, and why")'
) AS
{{include rules/excluded_flow
  valued: flow_valued_at(as_of = {{include expressions/everything_known}})
  parts: flow_part_at(as_of = {{include expressions/everything_known}})
  grouped: flow_part_group_at(as_of = {{include expressions/everything_known}})
  counting: counting_source
}}
COMMENT 'money left out of every floor, and why';
