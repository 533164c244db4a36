-- Purpose: how many days the tables of daily rates in force have.
-- Returns: days.
SELECT uniqExact(day) AS days
FROM daily_rate
WHERE version IN {{include expressions/daily_tables_in_force}}
