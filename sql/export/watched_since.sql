-- Purpose: since when a schedule is watched.
-- Parameters: export, schedule, time_zone.
-- Returns: since_ms (Unix time); no row when the schedule is new.
SELECT toString(toUnixTimestamp64Milli(min(since))) AS since_ms
FROM export_watch
WHERE export = {export:String}
  AND schedule = {schedule:String}
  AND time_zone = {time_zone:String}
HAVING count() > 0
