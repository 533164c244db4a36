-- Purpose: what new records of who is who, and of audiences, are about, under all their revisions.
-- Parameters: scope, round.
-- Returns: what, name: place or account (whoever it was belongs to somebody else now), audience (a
-- place, or a name above it), operation.
WITH
  fresh AS (
    SELECT what, one, other
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
  ),
  site_row AS (
    SELECT property, ancestors, operation
    FROM site_record
    WHERE (source, record_id) IN (SELECT one, other FROM fresh WHERE what = 'site')
  ),
  account_row AS (
    SELECT account_key, operation
    FROM account_record
    WHERE (source, record_id) IN (SELECT one, other FROM fresh WHERE what = 'account')
  ),
  audience AS (
    SELECT property, ancestors FROM site_row
    UNION ALL
    SELECT property, ancestors
    FROM panel_record
    WHERE (source, record_id) IN (SELECT one, other FROM fresh WHERE what = 'panel')
    UNION ALL
    SELECT property, ancestors
    FROM observation_record
    WHERE (source, record_id) IN (SELECT one, other FROM fresh WHERE what = 'observation')
  )
SELECT DISTINCT 'place' AS what, property AS name FROM site_row
UNION ALL
SELECT DISTINCT 'account', account_key FROM account_row
UNION ALL
SELECT DISTINCT 'audience', arrayJoin(arrayPushBack(ancestors, property)) FROM audience
UNION ALL
SELECT DISTINCT 'operation', operation FROM site_row
UNION ALL
SELECT DISTINCT 'operation', operation FROM account_row
