// reference/audience-policy.json: which panel is primary, and which may be shown without a panel
// size (docs/method.md, "Audience"). A declaration must be older than the figures that it is about;
// pipeline/method/model/panel-choice.ts checks that against the records.
import { z } from 'zod';
import { date, text } from '../../schemas/field.ts';
import { OPEN_END } from './open-end.ts';
import { placeAnd } from './parse-file.ts';
import { referenceList } from './reference-list.ts';

const policyRow = z.strictObject({
  source: text,
  permits: z.enum(['primary', 'unquantified']),
  from: date,
  to: date.nullable(),
  declared_on: date,
  declared_by: text,
  reason: text,
});

export const audiencePolicyList = referenceList({
  name: 'audience_policy',
  file: 'audience-policy.json',
  table: 'audience_policy',
  row: policyRow,
  nameOf: placeAnd('source'),
  problems: ({ from, to }) =>
    to !== null && to < from ? [['to', `${to} is before from, ${from}`]] : [],
  // Only one panel can be primary on a day.
  keyOf: ({ permits, from, source }) =>
    JSON.stringify([permits, from, permits === 'primary' ? '' : source]),
  keyField: 'from',
  tableRows: (rows) =>
    rows.map(({ source, permits, from, to, declared_on, declared_by, reason }) => ({
      source,
      permits,
      valid_from: from,
      valid_to: to ?? OPEN_END,
      declared_on,
      declared_by,
      reason,
    })),
});
