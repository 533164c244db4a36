-- Purpose: reads the gravest alerts that a destination has not been told of.
-- Parameters: destination, now, route_kinds, route_severities, route_operations, mute_kinds,
-- mute_severities, mute_operations, only, operation_sha256, most.
-- Returns: the fields of an alert in the body of a message, and told. A text of a record has at
-- most one character more than a message takes, so that it shows where one was longer.
WITH
  pending AS (
    {{include alert/tell/part/pending}}
  )
SELECT
  alert_id,
  revision,
  kind,
  level,
  severity,
  status,
  operation,
  substringUTF8(toString(network), 1, 1001) AS network,
  substringUTF8(publisher_account, 1, 1001) AS publisher_account,
  substringUTF8(payee, 1, 1001) AS payee,
  substringUTF8(account, 1, 1001) AS account,
  account_country,
  toString(first_value_date) AS first_value_date,
  amount_eur,
  counts,
  retrospective,
  explanation,
  explanation_fr,
  told
FROM pending
WHERE {{include alert/tell/part/chosen}}
ORDER BY
  weight DESC,
  amount_eur DESC,
  alert_id
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
