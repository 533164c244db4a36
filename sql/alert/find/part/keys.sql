-- Purpose: the keys of a payment from coarse to fine, each at the position that is its level
-- (level_names.sql), in comparable form. A publisher account has its network before it, because
-- networks number theirs independently. What is unknown has no key: an empty text.
-- Returns: an expression, Array(String).
[
  network_key,
  if(network_key = '' OR publisher_account = '', '', concat(network_key, '\n', publisher_account)),
  payee_key,
  account,
  account_country
]
