-- Purpose: the columns of alert_month_of behind `operation`, as paid_month.sql gives them.
-- Returns: a list of columns.
month_number,
network_key,
source_group,
publisher_account,
payee_key,
account,
account_country,
counts,
first_service,
last_service,
paid,
paid_flows,
to_place,
own_opener
