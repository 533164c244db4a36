-- Purpose: lists the operations that the plain form computes: those with an audience, and those that
-- irregular flows concern, under any revision and any registry row: by their sites, by their
-- accounts, and those that are paid through their publisher account.
-- Parameters: scope.
INSERT INTO irregular_operation_of (scope, operation, why)
WITH
  listed AS (
    SELECT
      flow_hash,
      any(why) AS why
    FROM irregular_flow_of
    WHERE scope = {scope:String}
    GROUP BY flow_hash
    UNION ALL
    SELECT
      flow_hash,
      'M-TOTAL'
    FROM nested_flow_of
    WHERE scope = {scope:String}
      AND NOT is_balance
  ),
  flow AS (
    SELECT
      l.why AS why,
      f.flow_hash AS flow_hash,
      network,
      property,
      ancestors,
      share_properties,
      share_ancestors,
      publisher_account_key,
      payee_account_key
    FROM flow_record AS f
    INNER JOIN listed AS l ON f.flow_hash = l.flow_hash
  ),
  place AS (
    SELECT
      why,
      named.1 AS place_name,
      named.2 AS domain
    FROM flow
    ARRAY JOIN arrayMap(
      (name, above) -> (name, ifNull(nullIf(above[-1], ''), name)),
      arrayPushBack(share_properties, property),
      arrayPushBack(share_ancestors, ancestors)) AS named
    WHERE place_name != ''
    UNION DISTINCT
    SELECT
      'M-MEASUREMENT',
      property,
      ifNull(nullIf(ancestors[-1], ''), property)
    FROM panel_record
  ),
  property_span AS (
    SELECT
      span_property,
      span_operation
    FROM property_span_of
    WHERE scope = {scope:String}
  ),
  by_place AS (
    SELECT
      p.why AS why,
      arrayJoin(if(empty(s.span_operation), [p.domain], s.span_operation)) AS operation
    FROM place AS p
    LEFT ANY JOIN property_span AS s ON p.place_name = s.span_property
  ),
  account_span AS (
    SELECT *
    FROM account_span_of
    WHERE scope = {scope:String}
  ),
  by_account AS (
    SELECT
      f.why AS why,
      arrayJoin(s.span_operation) AS operation
    FROM flow AS f
    INNER JOIN account_span AS s
      ON f.network = s.network
      AND f.publisher_account_key = s.publisher_account_key
      AND f.payee_account_key = s.payee_account_key
    WHERE f.property = ''
  ),
  -- What takes back, and what is in part nobody's, may concern whoever is paid through its account.
  whole_part AS (
    SELECT flow_hash
    FROM part_of
    WHERE scope = {scope:String}
      AND flow_hash IN (SELECT flow_hash FROM listed)
    GROUP BY flow_hash
    HAVING sum(toInt64(days) * property_share) = any(period_days) * toInt64(1000000)
      AND max(why) != 'reversal'
  ),
  paid_through AS (
    SELECT DISTINCT
      f.why AS why,
      p.operation AS operation
    FROM flow AS f
    INNER JOIN (
      SELECT DISTINCT
        operation,
        publisher_account_key
      FROM part_of
      WHERE scope = {scope:String}
        AND publisher_account_key IN (SELECT publisher_account_key FROM flow)
    ) AS p ON f.publisher_account_key = p.publisher_account_key
    WHERE f.publisher_account_key != ''
      AND f.flow_hash NOT IN (SELECT flow_hash FROM whole_part)
  ),
  concerned AS (
    SELECT * FROM by_place
    UNION ALL
    SELECT * FROM by_account
    UNION ALL
    SELECT * FROM paid_through
  )
SELECT DISTINCT
  {scope:String},
  operation,
  why
FROM concerned
WHERE operation != ''
SETTINGS join_use_nulls = 0
