-- The month of a payment as one number, year x 12 + month: what episodes are made of. Word: day.
toInt32(toYear({{day}})) * 12 + toMonth({{day}})
