-- Purpose: versions of reference data, with what each holds. With every = 0 only those in force.
-- Parameters: every.
-- Returns: name, version, origin, in_force, row_count, draft_count (rows of a rate card that count
-- nowhere), first and last (period of exchange rates), loaded_at.
WITH
  loaded AS (
    SELECT
      name, version,
      argMax(origin, loaded_at) AS last_origin,
      max(loaded_at) AS last_loaded_at,
      argMax(version, last_loaded_at) OVER (PARTITION BY name) AS current
    FROM reference_version
    GROUP BY name, version
  ),
  content AS (
    SELECT
      if(length(any(period)) = 10, 'fx_daily', 'fx') AS of_name,
      toString(version) AS of_version,
      count() AS row_count,
      0 AS draft_count,
      min(period) AS first_period,
      max(period) AS last_period
    FROM fx_rate FINAL
    GROUP BY of_version
    UNION ALL
    SELECT 'euro_conversion', toString(version) AS of_version, count(), 0, '', ''
    FROM euro_conversion FINAL
    GROUP BY of_version
    UNION ALL
    SELECT 'jurisdiction', toString(version) AS of_version, count(), 0, '', ''
    FROM jurisdiction FINAL
    GROUP BY of_version
    UNION ALL
    SELECT 'offshore_centre', toString(version) AS of_version, count(), 0, '', ''
    FROM offshore_centre FINAL
    GROUP BY of_version
    UNION ALL
    SELECT 'disjoint_source', toString(version) AS of_version, count(), 0, '', ''
    FROM disjoint_source FINAL
    GROUP BY of_version
    UNION ALL
    SELECT
      'rate_card', toString(version) AS of_version, count(), countIf(status != 'approved'), '', ''
    FROM rate_card FINAL
    GROUP BY of_version
  )
SELECT
  loaded.name AS name,
  loaded.version AS version,
  loaded.last_origin AS origin,
  toUInt8(loaded.version = loaded.current) AS in_force,
  ifNull(content.row_count, 0) AS row_count,
  ifNull(content.draft_count, 0) AS draft_count,
  ifNull(content.first_period, '') AS first,
  ifNull(content.last_period, '') AS last,
  toString(loaded.last_loaded_at) AS loaded_at
FROM loaded
LEFT ANY JOIN content
  ON loaded.version = content.of_version AND loaded.name = content.of_name
WHERE {every:UInt8} = 1 OR in_force = 1
ORDER BY name, loaded_at
SETTINGS join_use_nulls = 0
