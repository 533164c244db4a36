-- Purpose: by what flows on publisher accounts, or of sources, are somebody's. Links of a round:
-- on_account, or refused_by (a source, and an account; empty: any).
-- Parameters: scope, round.
-- Returns: what (place, domain or account), name.
WITH
  wanted AS (
    SELECT what, one, other
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
  ),
  found AS (
    SELECT DISTINCT
      arrayConcat(
        if(property = '', [], [arrayPushFront(ancestors, property)]),
        arrayMap(
          (name, above) -> arrayPushFront(above, name),
          share_properties,
          share_ancestors)) AS places,
      [publisher_account_key, payee_account_key] AS accounts
    FROM flow_record
    WHERE publisher_account_key IN (SELECT one FROM wanted WHERE what = 'on_account')
      OR (source, publisher_account_key) IN (
        SELECT one, other FROM wanted WHERE what = 'refused_by' AND other != '')
      OR source IN (SELECT one FROM wanted WHERE what = 'refused_by' AND other = '')
  )
SELECT DISTINCT 'place' AS what, arrayJoin(arrayFlatten(places)) AS name FROM found
UNION ALL
SELECT DISTINCT 'domain', arrayJoin(arrayMap(names -> names[-1], places)) FROM found
UNION ALL
SELECT DISTINCT 'account', arrayJoin(accounts) FROM found
