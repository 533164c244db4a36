-- Purpose: versions of reference data, with what each holds. Parameter: every (0: only those in
-- force). Returns: name, version, origin, in_force, row_count, draft_count (rows of a rate card
-- that count nowhere), first and last (of exchange rates), loaded_at.
SELECT r.name AS name, r.version AS version, r.last_origin AS origin, toUInt8(r.version = r.current) AS in_force, ifNull(c.row_count, 0) AS row_count,
  ifNull(c.draft_count, 0) AS draft_count, ifNull(c.first_period, '') AS first, ifNull(c.last_period, '') AS last, toString(r.last_loaded_at) AS loaded_at
FROM (
  SELECT name, version, argMax(origin, loaded_at) AS last_origin, max(loaded_at) AS last_loaded_at,
    argMax(version, last_loaded_at) OVER (PARTITION BY name) AS current
  FROM reference_version
  GROUP BY name, version
) AS r
LEFT ANY JOIN (
  SELECT if(length(any(period)) = 10, 'fx_daily', 'fx') AS of_name, toString(version) AS of_version, count() AS row_count, 0 AS draft_count, min(period) AS first_period, max(period) AS last_period FROM fx_rate FINAL GROUP BY of_version
  UNION ALL SELECT 'euro_conversion', toString(version) AS v, count(), 0, '', '' FROM euro_conversion FINAL GROUP BY v
  UNION ALL SELECT 'jurisdiction', toString(version) AS v, count(), 0, '', '' FROM jurisdiction FINAL GROUP BY v
  UNION ALL SELECT 'offshore_centre', toString(version) AS v, count(), 0, '', '' FROM offshore_centre FINAL GROUP BY v
  UNION ALL SELECT 'disjoint_source', toString(version) AS v, count(), 0, '', '' FROM disjoint_source FINAL GROUP BY v
  UNION ALL SELECT 'rate_card', toString(version) AS v, count(), countIf(status != 'approved'), '', '' FROM rate_card FINAL GROUP BY v
) AS c ON r.version = c.of_version AND r.name = c.of_name
WHERE {every:UInt8} = 1 OR in_force = 1
ORDER BY name, loaded_at
SETTINGS join_use_nulls = 0
