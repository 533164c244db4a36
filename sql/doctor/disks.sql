-- Purpose: disks that the engine stores on, or may. Remote disks without a limit are left out.
-- Returns: name, path, free_bytes, total_bytes.
SELECT
  name,
  path,
  free_space AS free_bytes,
  total_space AS total_bytes
FROM system.disks
WHERE total_space BETWEEN 1 AND 9223372036854775807
ORDER BY name
