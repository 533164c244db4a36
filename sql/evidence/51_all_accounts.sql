-- Purpose: all revisions of all registry rows of accounts.
-- Parameters: as_of.
-- Returns: the fields of a record of kind account.
SELECT
  {{include evidence/part/account_fields}}
FROM account_record
WHERE known_at <= {as_of:DateTime64(3)}
