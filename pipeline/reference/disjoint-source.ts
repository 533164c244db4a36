// An analyst can declare that sources report different payments. They then count as one source
// (docs/method.md, M-OWNER). A declaration without a network is valid for every network.
import { z } from 'zod';
import { date, text } from '../../schemas/field.ts';
import { placeAnd } from './parse-file.ts';
import { referenceList } from './reference-list.ts';

const declaration = z.strictObject({
  network: text.nullable(),
  sources: z.array(text).min(2),
  declared_on: date,
  declared_by: text,
  reason: text,
});

export const disjointSourceList = referenceList({
  name: 'disjoint_sources',
  file: 'disjoint-sources.json',
  table: 'disjoint_source',
  row: declaration,
  nameOf: placeAnd('network'),
  problems: () => [],
  keyOf: (row) => JSON.stringify(row),
  keyField: 'sources',
  tableRows: (rows) =>
    rows.flatMap(({ network, sources }, index) =>
      sources.map((source) => ({ declaration: index + 1, network: network ?? '', source })),
    ),
});
