-- Purpose: the keys of a payment from coarse to fine, each at the position that is its level
-- (level_names.sql). A publisher account has its network before it, because networks number theirs
-- independently.
-- Returns: an expression, Array(String).
[
  network,
  concat(network, '\n', publisher_account),
  replaceRegexpAll(lowerUTF8(trim(payee)), '\\s+', ' '),
  account,
  account_country
]
