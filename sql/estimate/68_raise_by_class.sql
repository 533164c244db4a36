-- Purpose: M-LINES. The floors of the plain form with what the class gives, where that is more than
-- the card does. It also takes its part of the error (M-ALPHA) where it is less.
-- Parameters: scope, class_alpha_ppm.
INSERT INTO floor_work (
  scope,
  operation,
  month,
  {{include expressions/floor_figures}},
  lines
)
WITH
  class AS (
    SELECT operation, month, class_eur
    FROM class_of
    WHERE scope = {scope:String}
  ),
  by_card AS (
    SELECT *
    FROM floor_by_card_of
    WHERE scope = {scope:String}
  ),
  compared AS (
    SELECT
      f.* EXCEPT (scope, modelled_eur),
      c.class_eur AS class_eur,
      f.modelled_eur AS card_eur,
      if(card_eur < class_eur, class_eur, card_eur) AS modelled_eur,
      arraySum(one -> if(one.line = 'advertising', one.documented_eur, 0), f.lines)
        AS advertising_eur,
      {{include expressions/money_units
        eur: arraySum(one -> if(one.line = 'other', one.documented_eur, 0), f.lines)
      }} AS other_units,
      {{include expressions/money_units
        eur: advertising_eur
      }} + other_units AS class_line_units,
      {{include expressions/money_units
        eur: modelled_eur
      }} AS modelled_units,
      if(class_line_units < modelled_units, modelled_units, class_line_units) - other_units
        AS raised_units
    FROM by_card AS f
    LEFT ANY JOIN class AS c ON f.operation = c.operation AND f.month = c.month
  ),
  raised AS (
    SELECT
      *,
      arrayFilter(one -> one.line != 'advertising', lines) AS other_lines,
      arraySort(
        one -> one.line,
        arrayPushBack(
          other_lines,
          (
            'advertising',
            advertising_eur,
            modelled_eur,
            {{include expressions/money
              units: raised_units
            }})::Tuple(
              line String,
              documented_eur Decimal(18, 4),
              modelled_eur Decimal(18, 4),
              floor_eur Decimal(18, 4)))) AS raised_lines,
      raised_units + {{include expressions/money_units
        eur: arraySum(one -> one.floor_eur, other_lines)
      }} AS floor_units,
      {{include expressions/money
        units: floor_units
      }} AS raised_eur
    FROM compared
  )
SELECT
  {scope:String},
  operation,
  month,
  if(class_eur > 0, raised_eur, floor_eur) AS floor_eur,
  if(
    class_eur > 0,
    {{include expressions/headline
      whole: toUInt64(raised_eur)
    }},
    floor_headline_eur) AS floor_headline_eur,
  documented_eur,
  apportioned_eur,
  modelled_eur,
  accrued_eur,
  offshore_eur,
  payment_dated_eur,
  unplaced_reversal_eur,
  if(class_eur > card_eur AND raised_eur > documented_eur, 'L4', rung) AS rung,
  if(
    class_eur > 0,
    confidence - toDecimal64({class_alpha_ppm:UInt32}, 6) / 1000000,
    confidence) AS confidence,
  if(class_eur > 0, 'ok', status) AS status,
  multiIf(class_eur = 0, reason, is_refused, 'refused_take_back', '') AS reason,
  visitors_lower,
  if(class_eur > 0, raised_lines, lines) AS lines
FROM raised
SETTINGS join_use_nulls = 0
