-- Purpose: the columns of alert_payment behind `present`.
-- Returns: a list of columns.
revision,
sha256,
source_group,
network,
network_key,
publisher_account,
payee,
payee_key,
account,
account_country,
day,
amount,
counts,
first_month,
last_month,
place
