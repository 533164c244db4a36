-- Purpose: the identity of an alert: 128 bits of a digest of its rule, the major version of the
-- rule, the operation, the key and the month (docs/decisions/0009-alerts.md, 8). Late data revises
-- an alert under its identity, so kind, amount and severity are not in it.
-- Words: rule.
-- Returns: an expression, String.
lower(hex(substring(SHA256(toJSONString(({{rule}}, '1', operation, key, month))), 1, 16)))
