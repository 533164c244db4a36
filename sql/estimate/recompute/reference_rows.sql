-- Purpose: one version of one table of reference data, which stays in the warehouse when another
-- comes into force. `{{table}}` is the table.
-- Parameter: version. Returns: every column of the table.
SELECT * FROM {{table}} FINAL WHERE version = {version:String}
