-- Purpose: the columns of alert_episode_of that episode.sql gives under the same name.
-- Returns: a list of columns.
operation,
level,
key,
first_month,
last_month,
amount,
flow_count,
silent,
place,
new_levels,
returned_levels,
has_counting,
counts,
taken_back,
counting
