-- Purpose: adds the reversals, with their targets, whose effect depends on more than their target:
-- it is no money, has another currency or is in part nobody's; or they name nothing
-- known, but another source has the id, or they have no day or no rate, or may concern others whom
-- the account pays (M-UNPLACED).
-- Parameters: scope, as_of.
INSERT INTO irregular_flow_of (scope, flow_hash, why)
WITH
  reversal AS (
    SELECT *
    FROM reversal_of
    WHERE scope = {scope:String}
  ),

  -- 1. Of a known target.
  target AS (
    SELECT
      flow_hash,
      -- Without a rate or a share it counts nothing, and is looked for in other sources.
      max(why NOT IN ('', 'unconverted', 'gross_without_share')) AS is_left_out,
      any(currency) AS currency,
      any(publisher_account_key) AS account,
      sum(toInt64(days) * property_share) < any(period_days) * toInt64(1000000) AS is_partly_nobodys
    FROM part_of
    WHERE scope = {scope:String}
      AND flow_hash IN (SELECT target_hash FROM reversal WHERE target_hash != 0)
    GROUP BY flow_hash
  ),
  listed AS (
    SELECT flow_hash
    FROM irregular_flow_of
    WHERE scope = {scope:String}
  ),
  irregular_target AS (
    SELECT
      r.flow_hash AS reversal_hash,
      r.target_hash AS target_hash
    FROM reversal AS r
    LEFT ANY JOIN target AS t ON r.target_hash = t.flow_hash
    WHERE r.target_hash != 0
      AND (
        t.flow_hash = 0
        OR t.is_left_out
        OR t.currency != r.currency
        OR (t.is_partly_nobodys AND t.account != '')
        OR r.target_hash IN listed
        OR r.flow_hash IN listed)
  ),

  -- 2. Of no known target.
  same_id AS (
    SELECT
      flow_id,
      publisher_account_key
    FROM flow_record
    PREWHERE flow_id IN (
      SELECT named_flow_id FROM reversal WHERE target_hash = 0 AND named_flow_id != '')
    WHERE publisher_account_key != ''
      AND {{include expressions/known_by}}
  ),
  own_part AS (
    SELECT
      flow_hash,
      max((operation, key) NOT IN (
        SELECT operation, key FROM part_of WHERE scope = {scope:String} AND why = '')) AS has_none,
      sum(toInt64(days) * property_share) < any(period_days) * toInt64(1000000) AS is_partly_nobodys
    FROM part_of
    WHERE scope = {scope:String}
      AND why = 'reversal'
    GROUP BY flow_hash
  ),
  rated AS (
    SELECT
      currency,
      day
    FROM rate_of
    WHERE scope = {scope:String}
  ),
  irregular_unplaced AS (
    SELECT r.flow_hash AS reversal_hash
    FROM reversal AS r
    LEFT ANY JOIN own_part AS o ON r.flow_hash = o.flow_hash
    WHERE r.target_hash = 0
      AND (
        NOT r.is_dated
        OR r.flow_hash IN listed
        OR (r.named_flow_id, r.publisher_account_key) IN same_id
        OR (
          r.currency != 'EUR'
          AND (r.currency, ifNull(r.value_day, r.statement_day)) NOT IN rated
          AND (r.currency, ifNull(r.statement_day, r.value_day)) NOT IN rated)
        OR (
          r.publisher_account_key != ''
          AND (o.flow_hash = 0 OR o.has_none OR o.is_partly_nobodys)))
  )
SELECT
  {scope:String},
  arrayJoin([reversal_hash, target_hash]),
  'M-REVERSAL'
FROM irregular_target
UNION ALL
SELECT
  {scope:String},
  reversal_hash,
  'M-UNPLACED'
FROM irregular_unplaced
SETTINGS join_use_nulls = 0, transform_null_in = 0
