-- The keys of a payment, from coarse to fine, each at the position that is its level: network,
-- publisher account at it, payee, account, country of the account.
[network, concat(network, '\n', publisher_account), replaceRegexpAll(lowerUTF8(trim(payee)), '\\s+', ' '), account, account_country]
