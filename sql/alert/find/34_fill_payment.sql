-- Purpose: finds what each flow of a slice gives to each operation, less its reversals. A reversal
-- of a flow that nobody reported is a payment of its own, with a negative amount. The flows are
-- valued (33_fill_valued.sql) and the spans of sites listed (31_fill_span.sql) before.
-- Parameters: scope, version.
INSERT INTO alert_payment (
  operation,
  source,
  flow_id,
  version,
  present,
  {{include alert/find/part/payment_columns}}
)
WITH
  (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS declared,

  -- 1. The flows that count, each booked on itself, a reversal on the flow that it reverses. New
  -- records can change flows at most two links away; those further away are in the list only
  -- because these need them.
  near_flow AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'flow' AND depth <= 2
  ),
  content AS (
    SELECT *
    FROM alert_top_of
    WHERE scope = {scope:String} AND contents = 1
  ),
  booked_flow AS (
    SELECT
      v.*,
      if(v.standing = 'reversal', c.reverses_source, v.source) AS booked_source,
      if(v.standing = 'reversal', c.reverses_flow_id, v.flow_id) AS booked_on
    FROM alert_valued_of AS v
    INNER JOIN content AS c ON v.source = c.source AND v.flow_id = c.flow_id
    WHERE v.scope = {scope:String}
      AND v.standing IN ('paid', 'reversal', 'unknown_reversal')
      AND (booked_source, booked_on) IN near_flow
  ),

  -- 2. Their parts, by operation. A part without a reason belongs to an operation and counts.
  site_span AS (
    SELECT
      span_property,
      span_from,
      span_operation
    FROM property_span_of
    WHERE scope = {scope:String}
  ),
  part_of_flow AS (
    {{include rules/flow_part
      flows: booked_flow
      spans: site_span
      along: flow_id, booked_source, booked_on
      contracts: contract_table
      rest: []
    }}
  ),
  net_of_flow AS (
    SELECT
      operation,
      booked_source,
      booked_on,
      sum(if(standing = 'paid', part, -part)) AS net,
      max(standing = 'unknown_reversal') AS is_reversal,
      anyIf(is_offshore, source = booked_source AND flow_id = booked_on) AS to_offshore
    FROM part_of_flow
    WHERE reason = ''
    GROUP BY operation, booked_source, booked_on
  ),
  -- A flow that is taken back in full gives nothing. One condition in the place of three with AND
  -- and OR: above flow_part.sql each costs 5 ms of planning (docs/decisions/0016).
  kept AS (
    SELECT *
    FROM net_of_flow
    WHERE if(is_reversal, net != 0, net > 0)
  ),

  -- 3. What is left is described by its own flow, accounts in their comparable form.
  description AS (
    SELECT
      source,
      flow_id,
      revision,
      sha256,
      toString(network) AS network,
      toString(network_key) AS network_key,
      publisher_account_key AS publisher_account,
      payee_name AS payee,
      {{include alert/find/part/payee_key
        name: payee_name
      }} AS payee_key,
      payee_account_key AS account,
      toString(account_country) AS account_country,
      is_payment_dated,
      {{include alert/find/part/money_day}} AS day
    FROM content
  ),
  -- The days on which each country is on an official list.
  listed_country AS (
    SELECT
      toString(country) AS name,
      groupArray(
        CAST(
          (listed_from, listed_to),
          'Tuple(first_day Date32, day_after Nullable(Date32))')) AS spans
    FROM jurisdiction FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'jurisdiction'
      }}
    GROUP BY name
  ),
  payment AS (
    SELECT
      operation,
      source,
      flow_id,
      revision,
      sha256,
      {{include rules/source_group_of
        network: network
        groups: declared
        source: source
      }} AS own_group,
      -- A source may tell of months, and again of the days on which it paid them. So its payments
      -- of which only days are known are a group of their own; no name ends with a line feed.
      if(is_payment_dated AND NOT is_reversal, concat(own_group, '\n'), own_group) AS source_group,
      network,
      network_key,
      publisher_account,
      payee,
      payee_key,
      account,
      account_country,
      day,
      net AS amount,
      arrayExists(
        span -> span.first_day <= day AND ifNull(day < span.day_after, true),
        spans) AS is_listed,
      multiIf(is_reversal, 0, is_listed, 2, to_offshore) AS place
    FROM kept
    INNER JOIN description ON booked_source = source AND booked_on = flow_id
    LEFT ANY JOIN listed_country ON account_country = listed_country.name
  )
SELECT
  operation,
  source,
  flow_id,
  {version:UInt64},
  1,
  {{include alert/find/part/payment_columns}}
FROM payment
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
