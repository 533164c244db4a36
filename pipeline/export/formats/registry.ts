// The registry of export formats: what an export definition, a manifest and the writer know of them
// comes from here. To add a format, follow "Add an export format" in docs/contributing.md.
import { csvWriter } from './csv.ts';
import { type FileFormat, inPages } from './format.ts';
import { jsonLinesWriter } from './json-lines.ts';
import { parquet } from './parquet.ts';
import { xlsxWriter } from './xlsx.ts';

/** By the name in definitions and manifests. */
export const EXPORT_FORMATS = {
  csv: {
    extension: 'csv',
    isSplit: false,
    write: inPages(({ columns, csv }) => csvWriter(columns, csv)),
  },
  jsonl: {
    extension: 'jsonl',
    isSplit: false,
    write: inPages(({ columns }) => jsonLinesWriter(columns)),
  },
  parquet: { extension: 'parquet', isSplit: true, write: parquet },
  xlsx: {
    extension: 'xlsx',
    isSplit: true,
    write: inPages(({ title, columns, notes }) => xlsxWriter(title, columns, notes)),
  },
} satisfies Record<string, FileFormat>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

function isExportFormat(name: string): name is ExportFormat {
  return Object.hasOwn(EXPORT_FORMATS, name);
}

export const FORMAT_NAMES: readonly ExportFormat[] =
  Object.keys(EXPORT_FORMATS).filter(isExportFormat);
