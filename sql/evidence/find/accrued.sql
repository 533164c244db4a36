-- Purpose: accrued money that is taken back, for which a source may have paid on the account
-- (M-REVERSAL). An account that is not known may be any.
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE status = 'accrued'
WHERE (source, publisher_account_key) IN (
    SELECT one, other
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
      AND what = 'accrued'
    UNION ALL
    SELECT one, ''
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
      AND what = 'accrued')
  AND flow_hash IN (SELECT reverses_hash FROM flow_record WHERE status = 'reversed')
