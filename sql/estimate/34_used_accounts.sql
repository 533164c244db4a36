-- Purpose: the accounts of flows without a site of which the registry names one. Whom these flows
-- go to is found by pipeline/method/account.ts.
-- Returns: network (as reported; empty: unknown), publisher_account_key, payee_account_key.
SELECT DISTINCT
  network,
  publisher_account_key,
  payee_account_key
FROM flow_record
WHERE property = ''
  AND empty(share_properties)
  AND (
    publisher_account_key IN (SELECT account_key FROM account_record)
    OR payee_account_key IN (SELECT account_key FROM account_record))
