-- Purpose: announced files, and how far custody has them: those that were not read to their end, or
-- of which custody lacks lines.
-- Returns: topic, input (for people), name and kind (of the largest version), is_unread (a version
-- is larger than all that were read to their end), line_count (of the largest that was), reach
-- (lines that ranges of custody cover, from the first on).
WITH
  version_read AS (
    SELECT
      topic, byte_count, sha256,
      max(line_count) AS line_count,
      1 AS is_read
    FROM input_file_end
    GROUP BY topic, byte_count, sha256
  ),
  -- Of two versions of the same size the first name.
  announced AS (
    SELECT
      input_file.topic AS topic,
      argMin(input_file.name, (-toInt64(input_file.byte_count), input_file.name)) AS name,
      argMin(input_file.kind, (-toInt64(input_file.byte_count), input_file.name)) AS kind,
      max(input_file.byte_count) AS largest,
      maxIf(input_file.byte_count, version_read.is_read = 1) AS largest_read,
      max(version_read.line_count) AS line_count
    FROM input_file
    LEFT JOIN version_read
      ON input_file.topic = version_read.topic
        AND input_file.byte_count = version_read.byte_count
        AND input_file.sha256 = version_read.sha256
    GROUP BY input_file.topic
  ),
  held AS (
    SELECT
      toString(topic) AS topic,
      max(last_offset) + 1 AS reach
    FROM custody_range
    GROUP BY topic
  )
SELECT
  announced.topic AS topic,
  input_name.input AS input,
  announced.name AS name,
  announced.kind AS kind,
  announced.largest > announced.largest_read AS is_unread,
  announced.line_count AS line_count,
  ifNull(held.reach, 0) AS reach
FROM announced
LEFT JOIN held ON announced.topic = held.topic
LEFT JOIN input_name ON announced.topic = input_name.topic
WHERE is_unread OR reach < line_count
ORDER BY topic
SETTINGS join_use_nulls = 0
