-- Purpose: M-CLASS. The ratios of members: months of an operation with documented advertising money,
-- of which more is known than the day of payment, and an audience in the stratum.
-- Parameters: scope.
INSERT INTO class_ratio_of (
  scope,
  panel,
  unit,
  country,
  member,
  operation,
  month,
  documented_eur,
  audience,
  eur_per_unit
)
SELECT
  {scope:String},
  a.panel,
  a.unit,
  a.country,
  m.member,
  a.operation,
  a.month,
  a.documented_eur,
  a.audience,
  -- In 1e-10 EUR, cut.
  toDecimal128(
    intDiv(
      {{include expressions/money_units
        eur: a.documented_eur
      }} * toInt128(1000000),
      toInt128(a.audience)),
    0)
    * toDecimal128('0.0000000001', 10)
FROM audience_of AS a
INNER JOIN (
  SELECT operation, member
  FROM own_member_of
  WHERE scope = {scope:String}
) AS m ON a.operation = m.operation
WHERE a.scope = {scope:String}
  AND a.documented_eur > 0
