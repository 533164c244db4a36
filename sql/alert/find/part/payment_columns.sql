-- Purpose: the columns of alert_payment behind `present`.
-- Returns: a list of columns.
revision,
sha256,
source_group,
network,
publisher_account,
payee,
account,
account_country,
day,
amount,
place
