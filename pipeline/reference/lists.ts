// The dated lists that an office may keep itself: one entry for each. `plancher reference lists`
// reads a file by the name that it gives in `list`.
import { z } from 'zod';
import { audiencePolicyList } from './audience-policy.ts';
import { disjointSourceList } from './disjoint-source.ts';
import type { FileFinding } from './file-finding.ts';
import { jurisdictionList } from './jurisdiction.ts';
import { networkNameList } from './network-name.ts';
import { offshoreCentreList } from './offshore-centre.ts';
import { errorFinding } from './parse-file.ts';
import type { ReferenceList } from './reference-list.ts';
import type { ReferenceTable } from './reference-table.ts';

export interface ReadList {
  /** Empty: the file names no list that is known. */
  list: string;
  /** Null: there is an error. */
  table: ReferenceTable | null;
  /** Rows of the file. */
  rows: number;
  findings: FileFinding[];
}

/** Hides the type of the rows, which differs between the lists. */
function reader<Row>(list: ReferenceList<Row>): (written: string) => ReadList {
  return (written) => {
    const { data, findings } = list.parse(written);
    const table = data === null ? null : list.tableOf(data);
    return { list: list.name, table, rows: data?.rows.length ?? 0, findings };
  };
}

const LISTS = new Map([
  [jurisdictionList.name, reader(jurisdictionList)],
  [offshoreCentreList.name, reader(offshoreCentreList)],
  [networkNameList.name, reader(networkNameList)],
  [disjointSourceList.name, reader(disjointSourceList)],
  [audiencePolicyList.name, reader(audiencePolicyList)],
]);

export const LIST_NAMES = [...LISTS.keys()];

const named = z.object({ list: z.string() });

export function readList(written: string): ReadList {
  const read = LISTS.get(nameIn(written));
  if (read !== undefined) return read(written);
  const message = `which list is it? Give the key "list" one of ${LIST_NAMES.join(', ')}`;
  return { list: '', table: null, rows: 0, findings: [errorFinding('file', 'list', message)] };
}

function nameIn(written: string): string {
  try {
    return named.safeParse(JSON.parse(written.replace(/^\uFEFF/, ''))).data?.list ?? '';
  } catch {
    return '';
  }
}
