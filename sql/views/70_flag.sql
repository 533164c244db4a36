-- Rules over flows. A flag is a fact about records and dated lists, so it is a view, not a table:
-- it cannot depend on order.

CREATE OR REPLACE VIEW offshore_flag (
  rule LowCardinality(String) COMMENT 'R01 OFFSHORE_LISTED or R02 OFFSHORE_CENTRE',
  rule_version LowCardinality(String) COMMENT 'version of the rule',
  subject String COMMENT 'account that the rule fired on',
  source LowCardinality(String) COMMENT 'who reported the flow',
  flow_id String COMMENT 'flow that the rule fired on',
  operation Nullable(String) COMMENT 'operation of the flow, where the whole flow belongs to one',
  country LowCardinality(String) COMMENT 'country of the account',
  list LowCardinality(String) COMMENT 'official list; for R02 the analysts'' list of offshore centres',
  list_version LowCardinality(String) COMMENT 'version of the list in force in this warehouse',
  severity LowCardinality(String) COMMENT 'high for R01, medium for R02',
  explanation String COMMENT 'why the rule fired, in a sentence',
  place_day Date32 COMMENT 'day on which the place is judged: of the money, else of the statement, else the end of service',
  amount_eur Nullable(Decimal(18, 4)) COMMENT 'amount of the flow in EUR',
  value_date Nullable(Date32) COMMENT 'day on which the money was credited',
  known_at DateTime64(3, 'UTC') COMMENT 'when the flow was known'
) AS
WITH assumeNotNull(coalesce(f.value_date, f.statement_date, f.period_end)) AS day
SELECT
  p.rule AS rule, '1' AS rule_version, f.account AS subject, f.source AS source, f.flow_id AS flow_id, f.operation AS operation, f.account_country AS country,
  p.list AS list, p.version AS list_version, p.severity AS severity,
  concat('Account in ', f.account_country, ' (by ', f.account_country_from, '), ', p.before_day, toString(day), p.after_day) AS explanation,
  day AS place_day, f.amount_eur AS amount_eur, f.value_date AS value_date, f.known_at AS known_at
FROM flow_current AS f
-- Both lists in one join: each use of flow_current costs the engine a second of planning.
INNER JOIN (
  SELECT 'R01 OFFSHORE_LISTED' AS rule, 'high' AS severity, version, list, country AS place, listed_from AS first_day, listed_to AS day_after,
    concat('on list ', list, ' on ') AS before_day,
    concat(': listed from ', toString(listed_from), ifNull(concat(' until before ', toString(listed_to)), ''), '. Source of the dates: ', source, ' [', grade, '].') AS after_day
  FROM jurisdiction FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'jurisdiction')
  UNION ALL
  SELECT 'R02 OFFSHORE_CENTRE', 'medium', version, 'OFFSHORE_CENTRE', country, centre_from, centre_to,
    'an offshore centre in the analysts'' list on ', concat('; not a legal list. ', reason)
  FROM offshore_centre FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'offshore_centre')
) AS p ON f.account_country = p.place
WHERE day >= p.first_day AND (isNull(p.day_after) OR day < p.day_after) AND f.status != 'reversed' AND f.standing IN ('paid', 'accrued', 'unconverted')
COMMENT 'flows whose account is in a listed place or an offshore centre on the day of the money';
