-- Purpose: the classes of comparable operations in force (M-CLASS).
-- Returns: panel, unit, country (empty: all together), members, ratios, made_at (UTC).
SELECT
  panel,
  unit,
  country,
  any(members) AS members,
  toUInt32(count()) AS ratios,
  (SELECT toString(argMax(finished_at, sequence)) FROM estimate_run WHERE scope = 'all') AS made_at
FROM (
  {{include estimate/part/ratios_kept}}
)
GROUP BY panel, unit, country
ORDER BY panel, unit, country
