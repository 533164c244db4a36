// The format of a content, by its beginning: other formats are named, and no NDJSON is refused for
// one wrong line.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { otherFormat } from '../../pipeline/ingest/file/input-shape.ts';
import { flow, ndjson } from '../records.ts';
import { flowLines } from '../seeded-lines.ts';

const whatIs = (bytes: Buffer | string, isAll = true) =>
  otherFormat({ bytes: Buffer.from(bytes), isAll })?.what ?? null;

const record = flow('f-1');
const line = JSON.stringify(record);
const camt =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n  <BkToCstmrStmt/>\n</Document>\n';
const utf16 = (text: string, isBig = false) => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

test('a record with the magic word of tar in its position is NDJSON', () => {
  const at =
    JSON.stringify(flow('f-1', { document_sha256: null, publisher_account: '' })).indexOf(
      '"publisher_account":"',
    ) + 21;
  const written = JSON.stringify(
    flow('f-1', { publisher_account: `${'p'.repeat(257 - at)}ustar  ` }),
  );
  expect(written.indexOf('ustar')).toBe(257);
  expect(whatIs(`${written}\n`)).toBeNull();
});

describe('a format other than NDJSON is named', () => {
  test.each<[string, string, Buffer | string]>([
    ['XML', 'XML', camt],
    [
      'XML with a byte order mark and without a declaration',
      'XML',
      `\ufeff\n <Document>\n</Document>`,
    ],
    ['HTML', 'HTML', '<!DOCTYPE html>\n<html><body>Login</body></html>\n'],
    ['CSV', 'CSV', 'flow_id,amount,currency\nst-1,812.50,EUR\nst-2,1.00,EUR\n'],
    [
      'CSV with semicolons and quotation marks',
      'CSV',
      '"Date";"Montant";"Libellé"\n"30/12/2015";"812,50";"a;b"\n',
    ],
    ['CSV with tabs', 'CSV', 'date\tamount\n2015-12-30\t1.0\n'],
    ['CSV of one line', 'CSV', 'flow_id,amount,currency\n'],
    ['a JSON array on one line', 'a JSON array', `[${line},${line}]\n`],
    ['a JSON array of one record a line', 'a JSON array', `[\n${line},\n${line}\n]\n`],
    ['a JSON array that begins with a record', 'a JSON array', `[${line},\n${line}]\n`],
    ['a printed JSON array', 'a JSON array', JSON.stringify([record, record], null, 2)],
    ['an empty JSON array', 'a JSON array', '[]\n'],
    ['printed JSON', 'JSON over several lines', JSON.stringify(record, null, 2)],
    [
      'printed JSON, record after record',
      'JSON over several lines',
      `${JSON.stringify(record, null, 4)}\n${JSON.stringify(record, null, 4)}\n`,
    ],
    [
      'UTF-16 with a mark',
      'text in UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(line)]),
    ],
    [
      'UTF-16, big-endian, with a mark',
      'text in UTF-16',
      Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(line, true)]),
    ],
    ['UTF-16 without a mark', 'text in UTF-16', utf16(line)],
    ['UTF-16, big-endian, without a mark', 'text in UTF-16', utf16(line, true)],
    ['UTF-32', 'text in UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
    [
      'XLSX',
      'a zip archive, as XLSX, ODS and DOCX files are',
      Buffer.from('PK\u0003\u0004\u0014\u0000[Content_Types].xml'),
    ],
    ['PDF', 'a PDF file', '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n'],
    ['Parquet', 'a Parquet file', 'PAR1\u0015\u0004'],
    ['old Excel', 'a file of old Excel or Word', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
    ['gzip within gzip', 'gzip data', gzipSync(line)],
    [
      'a tar archive',
      'a tar archive',
      Buffer.concat([Buffer.from('flow.ndjson'.padEnd(257, '\0')), Buffer.from('ustar\u000000')]),
    ],
    [
      'Kafka Connect',
      'records in the envelope of Kafka Connect',
      `${JSON.stringify({ schema: { type: 'struct' }, payload: record })}\n`,
    ],
    [
      'Debezium',
      'records in the envelope of Debezium',
      `${JSON.stringify({ before: null, after: record, source: {}, op: 'c', ts_ms: 1 })}\n`,
    ],
    [
      'a schema registry',
      'records in the envelope of a schema registry, or other binary data',
      Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), Buffer.from(line)]),
    ],
    ['binary data', 'binary data', Buffer.from([0x9c, 0x01, 0x00, 0x42, 0x00, 0x0a, 0x07])],
  ])('%s', (_, what, bytes) => {
    expect(whatIs(bytes)).toBe(what);
    expect(otherFormat({ bytes: Buffer.from(bytes), isAll: true })?.advice).toMatch(/\S/);
  });

  test('a JSON array whose first line is longer than the part that is looked at', () => {
    expect(whatIs(`[${line},`.repeat(10), false)).toBe('a JSON array');
  });
});

describe('NDJSON is recognised', () => {
  const rest = ndjson([line, line]).toString();
  test.each<[string, string]>([
    ['blank lines first', `\n \n\r\n${rest}`],
    ['a byte order mark', `\ufeff${rest}`],
    ['CRLF', rest.replaceAll('\n', '\r\n')],
    ['no line end', line],
    ['a first line that is cut off', `${line.slice(0, 40)}\n${rest}`],
    ['a first line that is cut before it, and nothing else', '{"flow_id":'],
    ['a first line that is cut, twice', `{"flow_id":\n{"flow_id":\n`],
    ['a first line that is an array', `[1]\n${rest}`],
    ['a first line that is an open array', `[\n${rest}`],
    ['a first line of XML', `<a>\n${rest}`],
    ['a first line of CSV', `flow_id,amount\n${rest}`],
    ['a first line that is a brace', `{\n${rest}`],
    ['an object that is no record', '{}\n'],
    ['words', 'flow-two.ndjson\n["x"]\n'],
    [
      'one record in an envelope among others',
      `${JSON.stringify({ schema: null, payload: record })}\n${rest}`,
    ],
    ['a byte 0', `\u0000\n${rest}`.replace('\u0000', 'x\u0000')],
  ])('%s', (_, text) => {
    expect(whatIs(text)).toBeNull();
  });

  test('the records that ship, and lines with every kind of fault', () => {
    for (const name of readdirSync('reference/demo').filter((file) => file.endsWith('.ndjson')))
      expect(whatIs(readFileSync(`reference/demo/${name}`)), name).toBeNull();
    for (let seed = 1; seed < 200; seed += 1) expect(whatIs(ndjson(flowLines(3, seed)))).toBeNull();
  });
});
