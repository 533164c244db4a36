-- Purpose: the rows of an export.
-- Words: columns, view, condition.
-- Returns: those columns.
SELECT {{columns}}
FROM {{view}}
WHERE {{condition}}
