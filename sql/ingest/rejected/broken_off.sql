-- Purpose: replays that broke off between the plan and custody.
-- Returns: replay_topic, first_offset (the first that custody lacks).
WITH held AS (
  SELECT
    toString(topic) AS done_topic,
    max(last_offset) + 1 AS next_offset
  FROM custody_range
  WHERE partition = 0
  GROUP BY done_topic
)
SELECT
  replay_plan.replay_topic AS replay_topic,
  min(replay_plan.replay_offset) AS first_offset
FROM replay_plan
LEFT JOIN held ON replay_plan.replay_topic = held.done_topic
WHERE replay_plan.replay_offset >= held.next_offset
GROUP BY replay_plan.replay_topic
ORDER BY replay_topic
SETTINGS join_use_nulls = 0
