-- Purpose: whether a country is listed, or an offshore centre, on a day.
-- Returns: a function (listed, country, day): UInt8. listed: places, and the spans of each (first
-- day, day after the last), from the view offshore_span. day: days since 1970-01-01.
(listed, country, day) -> arrayExists(
  span -> span.1 <= day AND day < span.2,
  listed.2[transform(country, listed.1, arrayEnumerate(listed.1), toUInt32(0))])
