-- Purpose: the levels of keys from coarse to fine, each at the position that is its number
-- (keys.sql).
-- Returns: an expression, Array(String).
['network', 'publisher_account', 'payee', 'account', 'account_country']
