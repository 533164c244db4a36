// XLSX, written row by row into a zip: typed cells, a frozen header, and a sheet of notes. Numbers
// are the decimal texts of the warehouse, never JavaScript numbers. A spreadsheet keeps 15
// significant digits, so a number with more is written as text and counted in the notes. Zip
// entries always have the same time, so that the bytes depend on no clock and no zone.
import { Zip, ZipDeflate } from 'fflate';
import { harmlessLines } from '../../platform/harmless.ts';
import {
  type ColumnKind,
  type ExportColumn,
  type ExportRow,
  type RowWriter,
  cellText,
  columnKind,
} from './column.ts';
import type { Note } from './format.ts';
import {
  CONTENT_TYPES,
  PACKAGE_RELATIONS,
  STYLE,
  STYLES,
  WORKBOOK_RELATIONS,
  cellName,
  escaped,
  workbook,
} from './xlsx-parts.ts';

const DIGITS = 15;
const CELL_CHARACTERS = 32_767;
const CUT = ' [cut here: the other formats have the whole text]';
/** Spreadsheets treat 1900 as a leap year. From this day on their day numbers are right. */
const FIRST_RIGHT_DAY = '1900-03-01';
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** @param notes lines of the sheet of notes; lines about cells that had to change are added */
export function xlsxWriter(
  title: string,
  columns: readonly ExportColumn[],
  notes: readonly Note[],
): RowWriter {
  const zip = new SteadyZip();
  const kinds = columns.map(({ type }) => columnKind(type));
  const told = { longNumbers: 0, cutTexts: 0 };
  let rowNumber = 1;
  const rowText = (row: ExportRow) => {
    rowNumber += 1;
    const cells = row.map((value, index) =>
      cell(cellName(index, rowNumber), value, kinds[index], told),
    );
    return rowElement(rowNumber, cells);
  };
  return {
    begin: () => {
      zip.entry('[Content_Types].xml', CONTENT_TYPES);
      zip.entry('_rels/.rels', PACKAGE_RELATIONS);
      zip.entry('xl/workbook.xml', workbook(title));
      zip.entry('xl/_rels/workbook.xml.rels', WORKBOOK_RELATIONS);
      zip.entry('xl/styles.xml', STYLES);
      zip.open('xl/worksheets/sheet1.xml');
      zip.write(sheetHead(columns.length));
      const header = columns.map(({ name }, index) =>
        textCell(cellName(index, 1), name, STYLE.header),
      );
      zip.write(rowElement(1, header));
      return zip.taken();
    },
    add: (rows) => {
      zip.write(rows.map(rowText).join(''));
      return zip.taken();
    },
    end: () => {
      zip.write(SHEET_END);
      zip.close();
      zip.entry('xl/worksheets/sheet2.xml', notesSheet([...notes, ...cellNotes(told)]));
      zip.end();
      return zip.taken();
    },
  };
}

/** A zip whose bytes depend on the content alone. */
class SteadyZip {
  #parts: Uint8Array[] = [];
  #open: ZipDeflate | null = null;
  readonly #zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    this.#parts.push(bytes);
  });

  open(name: string): void {
    this.#open = new ZipDeflate(name, { level: 6 });
    // Local time, because that is what a zip entry holds: the same digits in every zone.
    this.#open.mtime = new Date(1980, 0, 1);
    this.#zip.add(this.#open);
  }

  write(text: string): void {
    this.#open?.push(Buffer.from(text));
  }

  close(): void {
    this.#open?.push(new Uint8Array(), true);
    this.#open = null;
  }

  entry(name: string, text: string): void {
    this.open(name);
    this.write(text);
    this.close();
  }

  end(): void {
    this.#zip.end();
  }

  taken(): Uint8Array {
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    return bytes;
  }
}

const WORKSHEET =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';

const rowElement = (number: number, cells: readonly string[]) =>
  `<row r="${String(number)}">${cells.join('')}</row>`;

function sheetHead(columns: number): string {
  return (
    `${WORKSHEET}<sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
    '</sheetView></sheetViews>' +
    `<cols><col min="1" max="${String(columns)}" width="20" customWidth="1"/></cols><sheetData>`
  );
}

const SHEET_END = '</sheetData></worksheet>';

interface Told {
  longNumbers: number;
  cutTexts: number;
}

function cell(at: string, value: unknown, kind: ColumnKind | undefined, told: Told): string {
  if (value === null || value === undefined) return '';
  const text = cellText(value);
  if (kind === 'number' && isExact(text))
    return numberCell(at, text, text.includes('.') ? STYLE.decimal : STYLE.whole);
  if (kind === 'number') told.longNumbers += 1;
  if (kind === 'date' && text >= FIRST_RIGHT_DAY)
    return numberCell(at, String(dayNumber(text)), STYLE.date);
  if (text.length <= CELL_CHARACTERS) return textCell(at, text, STYLE.text);
  told.cutTexts += 1;
  return textCell(
    at,
    text.slice(0, CELL_CHARACTERS - CUT.length).replace(/[\uD800-\uDBFF]$/, '') + CUT,
    STYLE.text,
  );
}

const numberCell = (at: string, number: string, style: string) =>
  `<c r="${at}" s="${style}"><v>${number}</v></c>`;

const dayNumber = (day: string) => (Date.parse(`${day}T00:00:00Z`) - DAY_ZERO_MS) / DAY_MS;

/** A plain decimal that a spreadsheet keeps to the last digit. */
export function isExact(text: string): boolean {
  const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') return false;
  return `${whole}${fraction.replace(/0+$/, '')}`.replace(/^0+/, '').length <= DIGITS;
}

function textCell(at: string, text: string, style: string): string {
  const written = escaped(harmlessLines(text));
  return (
    `<c r="${at}" s="${style}" t="inlineStr">` +
    `<is><t xml:space="preserve">${written}</t></is></c>`
  );
}

function cellNotes({ longNumbers, cutTexts }: Told): Note[] {
  return [
    [
      'numbers written as text',
      `${String(longNumbers)} (more than ${String(DIGITS)} digits: ` +
        'a spreadsheet would round them)',
    ],
    ['texts cut', `${String(cutTexts)} (more than ${String(CELL_CHARACTERS)} characters)`],
  ];
}

function notesSheet(notes: readonly Note[]): string {
  const rows = notes.map(([name, text], index) => {
    const number = index + 1;
    const cells = [
      textCell(cellName(0, number), name, STYLE.header),
      textCell(cellName(1, number), text.slice(0, CELL_CHARACTERS), STYLE.text),
    ];
    return rowElement(number, cells);
  });
  return (
    `${WORKSHEET}<cols><col min="1" max="1" width="28" customWidth="1"/>` +
    '<col min="2" max="2" width="120" customWidth="1"/></cols>' +
    `<sheetData>${rows.join('')}${SHEET_END}`
  );
}
