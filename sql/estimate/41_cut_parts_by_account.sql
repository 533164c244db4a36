-- Purpose: M-ACCOUNT. Cuts the flows that name no site into parts, as far as the registry knows
-- whose accounts they name.
-- Parameters: scope, as_of.
INSERT INTO part_of (
  scope,
  {{include estimate/part/part_columns}},
  why,
  paid,
  taken
)
WITH
  flow AS (
    {{include estimate/part/flow_in_force
      wanted: (property = '' AND empty(share_properties))
    }}
  ),
  span AS (
    SELECT
      network AS span_network,
      publisher_account_key AS span_publisher,
      payee_account_key AS span_payee,
      span_from,
      span_operation
    FROM account_span_of
    WHERE scope = {scope:String}
  ),
  owned AS (
    SELECT
      *,
      toInt32(1000000) AS property_share,
      toUInt64(0) AS place_hash,
      span_from AS owner_from,
      span_operation AS owner
    FROM flow AS f
    INNER JOIN span AS s
      ON f.network = s.span_network
      AND f.publisher_account_key = s.span_publisher
      AND f.payee_account_key = s.span_payee
  )
SELECT
  {scope:String},
  {{include estimate/part/part_columns}},
  why,
  paid,
  0
FROM (
  {{include rules/parts
    owned: owned
  }}
)
SETTINGS join_use_nulls = 0, max_insert_threads = 4
