-- Purpose: whether a country is listed, or an offshore centre, on a day. Few places have more than
-- one span.
-- Words: country, day, spans.
-- Returns: an expression. country: a LowCardinality column, looked up for each entry of a
-- dictionary, which is cheaper than a join. day: its number. spans: the tuple of offshore_from.sql.
bitOr(
  bitAnd(transform({{country}}, {{spans}}.1, {{spans}}.2, {{include expressions/day_after_last}}) <= {{day}}, {{day}} < transform({{country}}, {{spans}}.1, {{spans}}.3, {{include expressions/first_day}})),
  if(transform({{country}}, {{spans}}.1, {{spans}}.4, toUInt8(0)),
    arrayExists(r -> bitAnd(r.1 <= {{day}}, {{day}} < r.2), {{spans}}.5[transform({{country}}, {{spans}}.1, arrayEnumerate({{spans}}.1), toUInt32(0))]), 0))
