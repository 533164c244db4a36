-- Purpose: the columns of alert_valued_of behind the name of the flow.
-- Returns: a list of columns.
network,
line,
amount,
rate,
basis,
target_basis,
target_network,
standing,
place_day,
is_offshore,
property,
share_properties,
shares,
period_start,
period_end
