-- Purpose: the last revision of each alert.
-- Words: revisions. They are rows of alert_revision.
-- Returns: a SELECT: the columns of alert_revision.
SELECT *
FROM {{revisions}}
ORDER BY
  revision DESC,
  revised_at DESC
LIMIT 1 BY operation, alert_id
