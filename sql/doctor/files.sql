-- Purpose: announced files and how far custody has them. Parameters: none. Returns: topic, input
-- (for people), name and kind (of the largest version), is_unread (a version that is larger than
-- all that were read to their end), line_count (of the largest that was), reach (lines that ranges
-- of custody cover, from the first on).
SELECT a.topic AS topic, n.input AS input, a.name AS name, a.kind AS kind, a.largest > a.largest_read AS is_unread, a.line_count AS line_count, ifNull(c.reach, 0) AS reach
FROM (
  SELECT v.topic AS topic, argMin(v.name, (-toInt64(v.byte_count), v.name)) AS name, argMin(v.kind, (-toInt64(v.byte_count), v.name)) AS kind,
    max(v.byte_count) AS largest, maxIf(v.byte_count, e.is_read = 1) AS largest_read, max(e.line_count) AS line_count
  FROM input_file AS v
  LEFT JOIN (SELECT topic, byte_count, sha256, max(line_count) AS line_count, 1 AS is_read FROM input_file_end GROUP BY topic, byte_count, sha256) AS e
    ON v.topic = e.topic AND v.byte_count = e.byte_count AND v.sha256 = e.sha256
  GROUP BY v.topic
) AS a
LEFT JOIN (SELECT toString(topic) AS topic, max(last_offset) + 1 AS reach FROM custody_range GROUP BY topic) AS c ON a.topic = c.topic
LEFT JOIN input_name AS n ON a.topic = n.topic
WHERE is_unread OR reach < line_count
ORDER BY topic
SETTINGS join_use_nulls = 0
