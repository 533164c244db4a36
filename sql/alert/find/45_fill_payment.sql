-- Purpose: writes what the last run says of each payment of the operations of an evaluation, where
-- it is new or differs from what is known.
-- Parameters: target, version, bucket, buckets. `target` lists the operations; a share of them is
-- looked at, number `bucket` of `buckets`.
INSERT INTO alert_payment (
  operation,
  source,
  flow_id,
  version,
  present,
  {{include alert/find/part/payment_columns}}
)
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {target:String}
      AND what = 'operation'
      AND cityHash64(name) % {buckets:UInt32} = {bucket:UInt32}
  ),

  -- 1. The money of each payment, less what was taken back. If any of it counts, only that.
  paid AS (
    {{include alert/find/part/ruled_payment
      operations: touched_operation
    }}
  ),

  -- 2. It is described by its own record: by the content that the run saw. Of a payment that pays
  -- lines (M-SETTLE) only the lines have rulings; it is not in dispute.
  content AS (
    SELECT
      toString(source) AS content_source,
      flow_id AS content_flow_id,
      revision,
      sha256,
      known_at,
      toString(network) AS network,
      toString(network_key) AS network_key,
      publisher_account_key AS publisher_account,
      payee_name AS payee,
      {{include alert/find/part/payee_key
        name: payee_name
      }} AS payee_key,
      payee_account_key AS account,
      toString(account_country) AS account_country,
      {{include alert/find/part/money_day}} AS day
    FROM flow_record
    WHERE (source, flow_id) IN (SELECT source, flow_id FROM paid)
      AND status = 'paid'
      AND NOT is_void
  ),
  described AS (
    SELECT *
    FROM paid
    INNER JOIN content ON source = content_source AND flow_id = content_flow_id
    WHERE ruled_revision = 0 OR (ruled_revision = revision AND ruled_sha256 = sha256)
    ORDER BY revision DESC, known_at, sha256
    LIMIT 1 BY operation, source, flow_id
  ),

  -- 3. The places on an official list on the day of the money; any other that is offshore is a
  -- centre.
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
      *,
      arrayExists(
        span -> span.first_day <= day AND ifNull(day < span.day_after, true),
        spans) AS is_listed,
      if(is_listed, 2, to_offshore) AS place
    FROM described
    LEFT ANY JOIN listed_country ON account_country = listed_country.name
  ),

  -- 4. What is known of these operations already.
  known AS (
    SELECT *
    FROM alert_payment FINAL
    WHERE present = 1 AND operation IN touched_operation
  )
SELECT
  operation,
  source,
  flow_id,
  {version:UInt64},
  1,
  {{include alert/find/part/payment_columns}}
FROM payment
WHERE (
    operation,
    source,
    flow_id,
    {{include alert/find/part/payment_columns}}
  ) NOT IN (
    SELECT
      operation,
      source,
      flow_id,
      {{include alert/find/part/payment_columns}}
    FROM known
  )
SETTINGS async_insert = 0, join_use_nulls = 0
