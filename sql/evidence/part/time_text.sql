-- Purpose: a time as records have it: with milliseconds only where there are some.
-- Words: time.
-- Returns: an expression.
replaceOne(concat(replaceOne(toString({{time}}), ' ', 'T'), 'Z'), '.000Z', 'Z')
