-- Purpose: all revisions of the registry rows that ever named one of the accounts.
-- Parameters: scope, round, as_of.
-- Returns: the fields of a record of kind account.
SELECT
  {{include evidence/part/account_fields}}
FROM account_record
WHERE (source, record_id) IN (
  SELECT source, record_id
  FROM account_record
  WHERE account_key IN (
    SELECT one
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
      AND what = 'account')
)
  AND known_at <= {as_of:DateTime64(3)}
