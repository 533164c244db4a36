-- Purpose: how many floors a run changed.
-- Parameters: sequence, run_id.
-- Returns: changed.
SELECT count() AS changed FROM floor_revision FINAL WHERE sequence = {sequence:UInt64} AND run_id = {run_id:String}
