-- Purpose: replays that broke off between the plan and custody. Parameters: none. Returns:
-- replay_topic, first_offset: the first that custody lacks.
SELECT p.replay_topic AS replay_topic, min(p.replay_offset) AS first_offset
FROM replay_plan AS p
LEFT JOIN (SELECT toString(topic) AS done_topic, max(last_offset) + 1 AS next_offset FROM custody_range WHERE partition = 0 GROUP BY done_topic) AS c
  ON p.replay_topic = c.done_topic
WHERE p.replay_offset >= c.next_offset
GROUP BY p.replay_topic
ORDER BY replay_topic
SETTINGS join_use_nulls = 0
