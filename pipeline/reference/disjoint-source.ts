// An analyst can declare that sources report different payments. They then count as one source
// (docs/method.md, M-OWNER). A declaration without a network is valid for every network. For method
// 1.3, declarations that share a source make one group; for version 2 that source is in none.
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

type DisjointDeclaration = Pick<z.infer<typeof declaration>, 'network' | 'sources'>;

export const disjointSourceList = referenceList({
  name: 'disjoint_sources',
  file: 'disjoint-sources.json',
  table: 'disjoint_source',
  row: declaration,
  nameOf: placeAnd('network'),
  problems: () => [],
  keyOf: (row) => JSON.stringify(row),
  keyField: 'sources',
  tableRows: (rows) => [...sourceGroups(rows), ...declarationRows(rows)],
});

interface SourceGroupRow extends Record<string, unknown> {
  declaration: number;
  /** Empty: any network that has no row. */
  network: string;
  source: string;
  /** First source of the group by name. */
  source_group: string;
}

export function sourceGroups(declarations: readonly DisjointDeclaration[]): SourceGroupRow[] {
  const everywhere = declarations.filter(({ network }) => network === null);
  const networks = [
    ...new Set(declarations.flatMap(({ network }) => (network === null ? [] : [network]))),
  ].sort();
  return ['', ...networks].flatMap((network) => {
    const own = declarations.filter(
      (declaration) => network !== '' && declaration.network === network,
    );
    return joined([...everywhere, ...own].map(({ sources }) => sources)).flatMap((group) =>
      group.map((source) => ({
        declaration: 0,
        network,
        source,
        source_group: group[0] ?? source,
      })),
    );
  });
}

/** What was declared, source by source. */
function declarationRows(declarations: readonly DisjointDeclaration[]): SourceGroupRow[] {
  return declarations.flatMap(({ network, sources }, index) => {
    const [first = ''] = sources.toSorted(byCodeUnit);
    return sources.map((source) => ({
      declaration: index + 1,
      network: network ?? '',
      source,
      source_group: first,
    }));
  });
}

function joined(groups: readonly (readonly string[])[]): string[][] {
  let result: string[][] = [];
  for (const group of groups) {
    const touching = result.filter((other) => other.some((source) => group.includes(source)));
    const untouched = result.filter((other) => !touching.includes(other));
    result = [...untouched, [...new Set([...touching.flat(), ...group])].sort(byCodeUnit)];
  }
  return result;
}

/** Compares like ClickHouse: by bytes, not by the rules of a language. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
