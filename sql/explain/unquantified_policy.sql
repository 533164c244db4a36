-- Purpose: panels of which measurements without a panel size may be shown, beside the floor.
-- Returns: source, from, to (last day), declared_on, declared_by, reason.
SELECT
  toString(source) AS source,
  toString(valid_from) AS from,
  toString(valid_to) AS to,
  toString(declared_on) AS declared_on,
  declared_by,
  reason
FROM audience_policy FINAL
WHERE permits = 'unquantified'
  AND version = {{include expressions/version_in_force
    name: 'audience_policy'
  }}
ORDER BY valid_from DESC, source
