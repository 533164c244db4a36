-- Purpose: how much a work list holds. Parameter: scope. Returns: what, rows.
SELECT what, count() AS rows FROM alert_scope WHERE scope = {scope:String} GROUP BY what
