// Official lists of jurisdictions, with the days on and off (reference/jurisdictions.json).
import { z } from 'zod';
import { country, date, text } from '../../schemas/field.ts';
import { placeAnd } from './parse-file.ts';
import { referenceList, spanProblems } from './reference-list.ts';

const day = date.nullable().optional();

export const jurisdictionList = referenceList({
  name: 'jurisdictions',
  file: 'jurisdictions.json',
  table: 'jurisdiction',
  row: z.strictObject({
    list: text,
    iso2: country,
    name: text.optional(),
    from: date,
    to: date.nullable(),
    legal_from: day,
    legal_to: day,
    measures_from: day,
    known_until: day,
    source: text,
    grade: z.enum(['read', 'snapshot', 'from_memory']),
    note: text.nullable().optional(),
  }),
  nameOf: placeAnd('iso2'),
  problems: spanProblems,
  keyOf: ({ list, iso2, from }) => JSON.stringify([list, iso2, from]),
  keyField: 'from',
  tableRows: (rows) =>
    rows.map((row) => ({
      list: row.list,
      country: row.iso2,
      listed_from: row.from,
      listed_to: row.to,
      legal_from: row.legal_from ?? null,
      source: row.source,
      grade: row.grade,
    })),
});
