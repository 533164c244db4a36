-- Purpose: EUR per unit of a currency on a day, in 1e-10; 0: no rate. The fixed rate of the euro
-- from the day of adoption on, else the rate of the day, else that of its month. Without fixed or
-- daily rates their branches are constant and fall away.
-- Words: currency, date, day.
-- Returns: an expression. currency: a LowCardinality column, so that it is looked up for each entry
-- of a dictionary and not for each row. date: nullable. day: a name for the rate of the day. `fx`
-- is the tuple of rates_from.sql.
if(isNull({{date}}), toInt64(0),
  if(fx.6 AND toInt32(assumeNotNull({{date}})) >= transform({{currency}}, fx.7, fx.8, {{include expressions/day_after_last}}), transform({{currency}}, fx.7, fx.9, toInt64(0)),
    if(fx.10 AND (if(toInt32(assumeNotNull({{date}})) BETWEEN fx.11 AND fx.12, fx.15[transform({{currency}}, fx.13, fx.14, 1 - fx.11) + toInt32(assumeNotNull({{date}}))], toInt64(0)) AS {{day}}) > 0, {{day}},
      if(toInt32(toRelativeMonthNum(assumeNotNull({{date}}))) BETWEEN fx.3 AND fx.4,
        fx.5[transform({{currency}}, fx.1, fx.2, 1 - fx.3) + toInt32(toRelativeMonthNum(assumeNotNull({{date}})))], toInt64(0)))))
