-- Purpose: rules over flows. A flag is a fact about records and dated lists. So it is a view and
-- not a table, and cannot depend on order.

CREATE OR REPLACE VIEW offshore_flag (
  rule LowCardinality(String) COMMENT 'R01 OFFSHORE_LISTED or R02 OFFSHORE_CENTRE',
  rule_version LowCardinality(String) COMMENT 'version of the rule',
  subject String COMMENT 'account that the rule fired on, in comparable form; empty: unknown',
  source LowCardinality(String) COMMENT 'who reported the flow',
  flow_id String COMMENT 'flow that the rule fired on',
  operation Nullable(String)
    COMMENT 'the one operation that the flow goes to; null: none or several',
  country LowCardinality(String) COMMENT 'country of the account',
  list LowCardinality(String)
    COMMENT 'official list; for R02 the analysts'' list of offshore centres',
  list_version LowCardinality(String) COMMENT 'version of the list in force in this warehouse',
  severity LowCardinality(String) COMMENT 'high for R01, medium for R02',
  explanation String COMMENT 'why the rule fired, in a sentence',
  place_day Date32
    COMMENT 'day on which the place is judged: of the money, else of the statement, else the end
      of service',
  amount_eur Nullable(Decimal(18, 4))
    COMMENT 'what operations were paid of the flow, in EUR; null: nothing, or no rate',
  value_date Nullable(Date32) COMMENT 'day on which the money was credited',
  known_at DateTime64(3, 'UTC') COMMENT 'when the flow was known'
) AS
WITH
  -- Both lists in one join, so that flow_current is planned once.
  place AS (
    SELECT
      'R01 OFFSHORE_LISTED' AS rule,
      'high' AS severity,
      version,
      list,
      country,
      listed_from AS first_day,
      listed_to AS day_after,
      concat('on list ', list, ' on ') AS before_day,
      concat(
        ': listed from ', toString(listed_from),
        ifNull(concat(' until before ', toString(listed_to)), ''),
        '. Source of the dates: ', source, ' [', grade, '].') AS after_day
    FROM jurisdiction FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'jurisdiction'
      }}
    UNION ALL
    SELECT
      'R02 OFFSHORE_CENTRE',
      'medium',
      version,
      'OFFSHORE_CENTRE',
      country,
      centre_from,
      centre_to,
      'an offshore centre in the analysts'' list on ',
      concat('; not a legal list. ', reason)
    FROM offshore_centre FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'offshore_centre'
      }}
  )
SELECT
  place.rule AS rule,
  '1' AS rule_version,
  ifNull(flow.account, '') AS subject,
  flow.source AS source,
  flow.flow_id AS flow_id,
  flow.operation AS operation,
  place.country AS country,
  place.list AS list,
  place.version AS list_version,
  place.severity AS severity,
  concat(
    'Account in ', place.country, ' (by ', flow.account_country_from, '), ',
    place.before_day, toString(place_day), place.after_day) AS explanation,
  assumeNotNull(coalesce(flow.value_date, flow.statement_date, flow.period_end)) AS place_day,
  flow.amount_eur AS amount_eur,
  flow.value_date AS value_date,
  flow.known_at AS known_at
FROM flow_current AS flow
INNER JOIN place ON ifNull(flow.account_country, '') = place.country
WHERE place_day >= place.first_day
  AND (isNull(place.day_after) OR place_day < place.day_after)
  AND flow.standing NOT IN ('reversal', 'disputed', 'superseded_by_hop', 'twin', 'total')
COMMENT 'flows whose account is in a listed place or an offshore centre on the day of the money';
