-- Purpose: cuts the flows that name a site, or proven shares of sites, into parts.
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
      wanted: (property != '' OR notEmpty(share_properties))
    }}
  ),
  -- One row for each property, with its share and its registrable domain.
  place AS (
    SELECT
      *,
      named.1 AS place_name,
      named.2 AS domain,
      named.3 AS property_share,
      cityHash64(named) AS place_hash
    FROM flow
    ARRAY JOIN if(
      property != '',
      [(property, ifNull(nullIf(ancestors[-1], ''), property), toInt32(1000000))],
      arrayDistinct(arrayMap(
        (name, above, share) -> (
          name,
          ifNull(nullIf(above[-1], ''), name),
          reinterpretAsInt32(share)),
        share_properties, share_ancestors, shares))) AS named
  ),
  span AS (
    SELECT
      span_property,
      span_from,
      span_operation
    FROM property_span_of
    WHERE scope = {scope:String}
  ),
  owned AS (
    SELECT
      *,
      if(empty(span_from), [{{include expressions/first_day}}], span_from) AS owner_from,
      if(empty(span_from), [domain], span_operation) AS owner
    FROM place
    LEFT ANY JOIN span ON place_name = span_property
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
