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
site_domain,
share_domains,
shares,
period_start,
period_end
