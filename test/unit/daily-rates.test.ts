// What a file of exchange rates by day must hold before it is loaded: the tables of the ECB, packed
// or not, and lists of other publishers.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { farFindings } from '../../pipeline/reference/daily-rate.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { parseDailyRates } from '../../pipeline/reference/parse-daily-rates.ts';
import { readReferenceFile } from '../../pipeline/reference/read-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const faults = (csv: string, source: string | null = null) =>
  parseDailyRates(csv, source).findings.map(
    ({ severity, row, field, message }) => `${severity} ${row} ${field} ${message}`,
  );

describe('eurofxref-hist.csv', () => {
  const text =
    'Date,USD,CYP,\r\n2007-12-31,1.4721,0.585274,\r\n2007-12-28,1.4692,N/A,\r\n2007-12-24,1.4399,0.58527,\r\n';

  test('is read as it is published: newest first, N/A, a comma at the end', () => {
    const { rates, findings } = parseDailyRates(text);
    expect(findings).toEqual([]);
    expect(rates.map(({ day, currency }) => `${day} ${currency}`)).toEqual([
      '2007-12-31 USD',
      '2007-12-31 CYP',
      '2007-12-28 USD',
      '2007-12-24 USD',
      '2007-12-24 CYP',
    ]);
    // 1 / 1.4721 = 0.67930167787...
    expect(rates[0]).toEqual({
      day: '2007-12-31',
      currency: 'USD',
      source: 'ecb',
      quoted_in: 'EUR',
      per_unit: '0.6793016778',
    });
  });

  test('that differs widely from the monthly table is reported once for each currency: inverted, or in cents', () => {
    const monthly = [{ currency: 'USD', period: '2015-12', eur_per_unit: '0.9184' }];
    const far = (csv: string) =>
      farFindings(parseDailyRates(csv).rates, monthly).map(
        ({ row, field, message }) => `${row} ${field} ${message}`,
      );
    expect(far('Date,USD\n2015-12-14,1.0983\n2015-12-11,1.0950\n2016-01-04,0.5\n')).toEqual([]);
    expect(far('Date,USD\n2015-12-14,0.9105\n2015-12-11,0.9132\n')).toEqual([
      '2015-12-14 USD one USD would be 1.098 EUR, where the monthly table has 0.9184 (2 such days): is the table inverted?',
    ]);
    expect(far('Date,USD\n2015-12-11,109.50\n')).toHaveLength(1);
  });

  test('with a wrong number, day, column or a day twice is refused, with its line', () => {
    const problems = (of: string) =>
      parseDailyRates(of).findings.map(({ severity, row, field }) => `${severity} ${row} ${field}`);
    expect(problems(text.replace('1.4692', '1,4692'))).toContain('error line 3 Date');
    expect(problems(text.replace('1.4692', '0.0'))).toEqual(['error line 3 USD']);
    expect(problems(text.replace('1.4692', 'n.a.'))).toEqual(['error line 3 USD']);
    expect(problems(text.replace('2007-12-28', '2007-12-32'))).toContain('error line 3 Date');
    expect(problems(text.replace('2007-12-28', '2007-12-31'))).toContain('error line 3 Date');
    expect(problems(text.replace('Date', 'month'))).toEqual(['error line 1 ']);
    expect(problems('Date,USD,\n')).toEqual(['error line 2 ']);
    expect(problems(text.replace('CYP', 'XQQ'))).toEqual(['warning line 1 XQQ']);
    expect(problems(text.replace('2007-12-28,1.4692,N/A,\r\n', ''))).toEqual([
      'warning 2007-12-24 Date',
    ]);
  });
});

describe('eurofxref.csv', () => {
  test('is read: one day in words, and blanks', () => {
    const { rates, findings } = parseDailyRates(
      'Date, USD, JPY, \n30 October 2026, 1.1172, 175.68, \n',
    );
    expect(findings).toEqual([]);
    expect(rates.map(({ day, currency, per_unit }) => [day, currency, per_unit])).toEqual([
      ['2026-10-30', 'USD', '0.8950948800'],
      ['2026-10-30', 'JPY', '0.0056921675'],
    ]);
    expect(faults('Date, USD, \n31 November 2026, 1.1172, \n')[0]).toContain('2026-11-31');
  });
});

describe('the table that ships', () => {
  test('has every day since 1999, and nothing to report', () => {
    const rates = readReference().dailyRates?.rates() ?? [];
    const days = rates.map(({ day }) => day).sort();
    expect([days[0], days.at(-1), new Set(days).size]).toEqual(['1999-01-04', '2026-10-30', 7126]);
    expect(rates).toHaveLength(221_702);
    expect(rates).toContainEqual({
      day: '2016-03-24',
      currency: 'USD',
      source: 'ecb',
      quoted_in: 'EUR',
      per_unit: '0.8965393580',
    });
  });
});

describe('a list of rates', () => {
  test('has its source from the command or from a column, and is cut after 10 decimals', () => {
    const { rates, findings } = parseDailyRates(
      'code,day,usd_per_unit\r\nBTC,2021-11-09,66971.123456789019\r\nUSDT,2021-11-10,1\r\n',
      'exchange',
    );
    expect(findings).toEqual([]);
    const quoted = { source: 'exchange', quoted_in: 'USD' };
    expect(rates).toEqual([
      { day: '2021-11-09', currency: 'BTC', ...quoted, per_unit: '66971.1234567890' },
      { day: '2021-11-10', currency: 'USDT', ...quoted, per_unit: '1.0000000000' },
    ]);
    expect(
      parseDailyRates('"day","code","source","eur_per_unit"\n"2021-11-09","AED","bank","0.24"\n')
        .rates,
    ).toEqual([
      {
        day: '2021-11-09',
        currency: 'AED',
        source: 'bank',
        quoted_in: 'EUR',
        per_unit: '0.2400000000',
      },
    ]);
  });

  test.each<[what: string, csv: string, source: string | null, fault: string]>([
    ['no source', 'day,code,eur_per_unit\n', null, 'error line 1  who published these rates?'],
    ['two sources', 'day,code,source,eur_per_unit\n', 'bank', 'leave out --source'],
    ['no rate column', 'day,code\n2021-11-09,AED\n', 'bank', 'the columns are day,code'],
    ['two rate columns', 'day,code,eur_per_unit,usd_per_unit\n', 'bank', 'the columns are'],
    ['a column twice', 'day,day,code,eur_per_unit\n', 'bank', 'the column "day" twice'],
    ['a strange column', 'day,code,close\n', 'bank', '"close" is no column'],
    ['no row', 'day,code,eur_per_unit\n', 'bank', 'the file has no rate'],
    ['a wrong day', 'day,code,eur_per_unit\n9/11/2021,AED,1\n', 'bank', 'line 2 day'],
    ['a strange code', 'day,code,eur_per_unit\n2021-11-09,AEDX,1\n', 'bank', 'line 2 code'],
    ['the euro', 'day,code,usd_per_unit\n2021-11-09,EUR,1\n', 'bank', 'the euro has no rate'],
    ['USD in USD', 'day,code,usd_per_unit\n2021-11-09,USD,1\n', 'bank', 'a rate of USD in USD'],
    ['no number', 'day,code,eur_per_unit\n2021-11-09,AED,"1 2"\n', 'bank', 'eur_per_unit "1 2"'],
    ['zero', 'day,code,eur_per_unit\n2021-11-09,AED,0.00000000001\n', 'bank', 'is 0 after'],
    [
      'a high rate',
      'day,code,eur_per_unit\n2021-11-09,BTC,1000000.01\n',
      'bank',
      'at most 1000000',
    ],
    [
      'a day twice',
      'day,code,eur_per_unit\n2021-11-09,AED,1\n2021-11-09,AED,2\n',
      'bank',
      'line 3 day line 2 already has this day',
    ],
    ['a short line', 'day,code,eur_per_unit\n2021-11-09,AED\n', 'bank', 'number of columns'],
  ])('with %s is refused', (_, csv, source, fault) => {
    expect(faults(csv, source).join('\n')).toContain(fault);
  });

  test('of a table of the ECB may have a rate of at most a million EUR', () => {
    expect(faults('Date,USD,\n2021-11-09,0.0000009,\n')[0]).toContain('at most 1000000');
    expect(faults('Date,USD,\n2021-11-09,0.000001,\n')).toEqual([]);
  });

  test('that is neither form is told the two forms', () => {
    expect(faults('time;price\n')[0]).toContain('neither a table of the ECB');
  });
});

/** An archive of some files, packed by method 8, as `zip` writes it. */
function zipped(...files: [name: string, text: string][]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of files) {
    const packed = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(name.length, 22);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(at);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    entries.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\x14\x00'),
        common,
        Buffer.alloc(10),
        offset,
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

describe('a packed file', () => {
  const csv = 'Date,USD,\n2026-10-30,1.1172,\n';
  const read = (bytes: Buffer) => {
    writeFileSync(join(folder, 'file'), bytes);
    return readReferenceFile(join(folder, 'file'));
  };

  test('is read whatever its name: plain, gzip, or zip with one file', () => {
    expect(read(Buffer.from(csv))).toBe(csv);
    expect(read(gzipSync(csv))).toBe(csv);
    expect(read(zipped(['eurofxref-hist.csv', csv]))).toBe(csv);
  });

  test('that is damaged, cut off or holds several files is refused', () => {
    const archive = zipped(['eurofxref-hist.csv', csv]);
    const damaged = Buffer.from(archive);
    // The checksum in the directory.
    const entry = damaged.indexOf('PK\x01\x02');
    damaged.writeUInt32LE(7, entry + 16);
    expect(() => read(damaged)).toThrow('its checksum differs');
    expect(() => read(archive.subarray(0, archive.length - 30))).toThrow('directory is missing');
    expect(() => read(zipped(['a.csv', csv], ['b.csv', csv]))).toThrow('holds 2 files');
    const lost = Buffer.from(archive);
    lost.writeUInt32LE(archive.length + 9, archive.length - 6);
    expect(() => read(lost)).toThrow('its directory is damaged');
    expect(() => read(gzipSync(csv).subarray(0, 20))).toThrow('cannot be read');
  });
});
