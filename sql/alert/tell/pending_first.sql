-- Purpose: the gravest alerts that a destination is owed. Parameters: as
-- sql/alert/tell/part/pending.sql; only (single, retrospective, or empty for all); operation_sha256
-- (empty: all); most. Returns: alerts as bodies of messages have them, and told. Of texts of
-- records there is one character more than a message takes, so that they may be as long as they
-- like.
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
  retrospective,
  explanation,
  explanation_fr,
  told
FROM (
  {{include alert/tell/part/pending}}
)
WHERE ({only:String} = '' OR retrospective = ({only:String} = 'retrospective')) AND ({operation_sha256:String} = '' OR lower(hex(SHA256(operation))) = {operation_sha256:String})
ORDER BY weight DESC, amount_eur DESC, alert_id
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
