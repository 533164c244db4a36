-- Purpose: all revisions of the registry rows that ever named an account of a flow without a site.
-- Parameters: as_of.
-- Returns: the fields of a record of kind account.
WITH named AS (
  SELECT arrayJoin([publisher_account_key, payee_account_key]) AS account_key
  FROM flow_record
  WHERE property = ''
    AND empty(share_properties)
)
SELECT
  {{include evidence/part/account_fields}}
FROM account_record
WHERE (source, record_id) IN (
  SELECT
    source,
    record_id
  FROM account_record
  WHERE account_key IN (SELECT account_key FROM named)
)
  AND known_at <= {as_of:DateTime64(3)}
