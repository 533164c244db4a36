// Other names of networks (legal names, names of processors on bank lines), and conduits: firms
// that pay for others, so that their name says nothing about who paid (M-NETWORK).
import { z } from 'zod';
import { date, identifier, text } from '../../schemas/field.ts';
import { networkKey } from '../../schemas/network-key.ts';
import { placeAnd } from './parse-file.ts';
import { referenceList } from './reference-list.ts';

const nameRow = z.strictObject({
  network: identifier,
  name: identifier.nullable(),
  is_conduit: z.literal(true).nullable(),
  from: date,
  reason: text,
  source: text,
});

function nameProblems({
  network,
  name,
  is_conduit: isConduit,
}: z.infer<typeof nameRow>): [field: string, message: string][] {
  if (name === null && isConduit === null)
    return [['name', 'give another name of the network, or is_conduit true']];
  return name === network ? [['name', 'the name is that of the network']] : [];
}

export const networkNameList = referenceList({
  name: 'network_names',
  file: 'network-names.json',
  table: 'network_name_listed',
  row: nameRow,
  nameOf: placeAnd('network'),
  problems: nameProblems,
  keyOf: ({ network, name }) => JSON.stringify([network, name]),
  keyField: 'name',
  tableRows: (rows) =>
    rows.map((row) => ({
      network: row.network,
      name: row.name ?? '',
      is_conduit: row.is_conduit === true ? 1 : 0,
      valid_from: row.from,
      reason: row.reason,
      source: row.source,
      network_key: networkKey(row.network),
      name_key: row.name === null ? '' : networkKey(row.name),
    })),
});
