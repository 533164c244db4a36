-- Purpose: the rows of an export. Templates: columns, view, condition. Returns: those columns.
SELECT {{columns}} FROM {{view}} WHERE {{condition}}
