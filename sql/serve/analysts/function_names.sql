-- Purpose: the functions of the engine, in small letters.
-- Returns: functions, table_functions.
SELECT
  (SELECT groupArray(lower(name)) FROM system.functions) AS functions,
  (SELECT groupArray(lower(name)) FROM system.table_functions) AS table_functions
