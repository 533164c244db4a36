-- Purpose: disks that the engine stores on, or may. Parameters: none. Returns: name, path,
-- free_bytes, total_bytes; remote ones without limit are left out.
SELECT name, path, free_space AS free_bytes, total_space AS total_bytes FROM system.disks WHERE total_space BETWEEN 1 AND 9223372036854775807 ORDER BY name
