-- EUR per unit of a currency on a day, in 1e-10; 0: no rate. Words: key, the currency as rate_table has it; date, nullable; day, a name for the rate of the day.
-- fx is the tuple of rate_table. The fixed rate of the euro from the day of adoption on, else the rate of the day, else that of its month.
-- Without fixed or daily rates their branches are constant and fall away.
if(isNull({{date}}), toInt64(0),
  if(fx.3 AND toInt32(assumeNotNull({{date}})) >= transform({{key}}, fx.4, fx.5, toInt32(200000)), transform({{key}}, fx.4, fx.6, toInt64(0)),
    if(fx.7 AND (if(toInt32(assumeNotNull({{date}})) BETWEEN fx.8 AND fx.9, fx.12[transform({{key}}, fx.10, fx.11, 1 - fx.8) + toInt32(assumeNotNull({{date}}))], toInt64(0)) AS {{day}}) > 0, {{day}},
      transform({{key}} + toYYYYMM(assumeNotNull({{date}})), fx.1, fx.2, toInt64(0)))))
