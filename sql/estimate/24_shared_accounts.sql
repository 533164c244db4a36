-- Purpose: the publisher accounts on which operations have money that takes back, or that may be
-- nobody's. Whoever else was paid through them looks at the money of these operations
-- (pipeline/method/closure.ts). Links of a round: their places and accounts, and disputed places.
-- Parameters: scope, round.
-- Returns: account.
WITH
  wanted AS (
    SELECT what, one, link
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
  ),
  below AS (
    SELECT source, flow_id
    FROM flow_link
    WHERE link IN (SELECT link FROM wanted WHERE what = 'place')
  )
SELECT DISTINCT publisher_account_key AS account
FROM flow_record
PREWHERE property IN (SELECT one FROM wanted WHERE what = 'place')
  OR publisher_account_key IN (SELECT one FROM wanted WHERE what = 'account')
  OR payee_account_key IN (SELECT one FROM wanted WHERE what = 'account')
WHERE publisher_account_key != ''
  AND {{include estimate/part/may_be_nobodys}}
UNION DISTINCT
SELECT publisher_account_key
FROM flow_record
PREWHERE (source, flow_id) IN (SELECT source, flow_id FROM below)
WHERE publisher_account_key != ''
  AND {{include estimate/part/may_be_nobodys}}
