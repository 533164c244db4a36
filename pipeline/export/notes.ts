// The sheet of notes of an XLSX export: what a reader needs who has only that file.
import type { ExportColumn } from './formats/column.ts';
import type { Note } from './formats/format.ts';
import type { ExportManifest } from './manifest.ts';

const METHOD: readonly Note[] = [
  [
    'what a floor is',
    'The revenue of the operation in the month is at least this, in EUR, under the assumptions ' +
      'of its rung. It is no estimate of the most likely revenue.',
  ],
  ['what it is not', 'Revenue is not profit, not criminal proceeds, and not damages.'],
  [
    'documented money',
    'Paid, undisputed flows of the source that counts, less what was taken back. What counts in ' +
      'no floor is listed in the view excluded_flow, with the rule that leaves it out.',
  ],
  [
    'insufficient',
    'A floor that could not be computed is empty with status insufficient. It is never 0.',
  ],
  [
    'even_spread',
    'A flow is spread evenly over the days of its service period; apportioned_eur rests on that.',
  ],
  ['flags and alerts', 'Facts about records and dated lists. They say nothing about guilt.'],
];

export function notesOf(
  manifest: Omit<ExportManifest, 'files'>,
  columns: readonly ExportColumn[],
): Note[] {
  const { floors, input } = manifest;
  return [
    ['export', manifest.export],
    ['about', manifest.about],
    ['from', manifest.source],
    ...manifest.filters.map(
      ({ column, is, values }): Note => [
        'only where',
        `${column} ${is.replaceAll('_', ' ')} ${values.join(', ')}`,
      ],
    ),
    ['rows', String(manifest.rows)],
    ...METHOD,
    ['version of the method', manifest.method_version],
    ...Object.entries(manifest.reference_versions).map(
      ([name, version]): Note => [`version of ${name}`, version],
    ),
    ['made by', `plancher ${manifest.made_by.plancher}, engine ${manifest.made_by.engine}`],
    ['run of the floors', floors === null ? 'none yet' : floors.run_id],
    ['floors cover all input', floors?.covers_all_input === true ? 'yes' : 'no'],
    ['input settled', input.settled ? 'yes' : 'no: records came in while the rows were read'],
    ...input.partitions.map(
      ({ topic, partition, last_offset, chain_sha256 }): Note => [
        'input',
        `${topic}, partition ${String(partition)}, up to offset ${last_offset}, ` +
          `custody chain ${chain_sha256}`,
      ],
    ),
    ...columns.map(
      ({ name, type, comment }): Note => [
        `column ${name}`,
        `${comment === '' ? '' : `${comment} `}[${type}]`,
      ],
    ),
  ];
}
