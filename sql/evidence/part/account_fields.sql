-- Purpose: the fields of a record of kind account.
-- Returns: a list of expressions over account_record.
record_id,
revision,
source,
nullIf(network, '') AS network,
account,
nullIf(account_type, '') AS account_type,
operation,
valid_from,
valid_to,
CAST(is_void AS Bool) AS void
