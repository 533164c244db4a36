-- Purpose: the fields of a record of kind site.
-- Returns: a list of expressions over site_record.
record_id,
revision,
source,
site,
nullIf(operation, '') AS operation,
nullIf(operator_country, '') AS operator_country,
valid_from,
valid_to,
CAST(is_void AS Bool) AS void
