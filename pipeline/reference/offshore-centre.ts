// The analysts' list of usual payout places, which is not a legal list
// (reference/offshore-centres.json).
import { z } from 'zod';
import { country, date, text } from '../../schemas/field.ts';
import { placeAnd } from './parse-file.ts';
import { referenceList, spanProblems } from './reference-list.ts';

export const offshoreCentreList = referenceList({
  name: 'offshore_centres',
  file: 'offshore-centres.json',
  table: 'offshore_centre',
  row: z.strictObject({
    iso2: country,
    name: text.optional(),
    from: date,
    to: date.nullable(),
    reason: text,
    source: text.optional(),
    grade: text,
  }),
  nameOf: placeAnd('iso2'),
  problems: spanProblems,
  keyOf: ({ iso2, from }) => JSON.stringify([iso2, from]),
  keyField: 'from',
  tableRows: (rows) =>
    rows.map((row) => ({
      country: row.iso2,
      centre_from: row.from,
      centre_to: row.to,
      reason: row.reason,
      grade: row.grade,
    })),
});
