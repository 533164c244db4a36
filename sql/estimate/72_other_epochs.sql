-- Purpose: the epochs of which rulings are kept, but for one.
-- Parameters: epoch.
-- Returns: epoch.
SELECT DISTINCT epoch
FROM (
  SELECT epoch FROM computed_operation
  UNION ALL
  SELECT epoch FROM flow_ruling
  UNION ALL
  SELECT epoch FROM group_ruling
)
WHERE epoch != {epoch:UInt64}
