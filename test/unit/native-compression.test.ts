// The checksum of ClickHouse's native compression, against values of the reference implementation,
// and blocks that unpack to what was packed.
import { decompressBlock } from 'lz4js';
import { expect, test } from 'vitest';
import { cityHash128 } from '../../pipeline/serve/http/city-hash.ts';
import {
  BadBlock,
  packFailure,
  packNative,
  unpackNative,
} from '../../pipeline/serve/http/native-compression.ts';
import { randomOf } from '../../pipeline/platform/random.ts';

/** Length, low and high half: of bytesOf(length), by clickhouse-cityhash 1.0.2. */
const VALUES: [number, string, string][] = [
  [0, '4463240938071824939', '4374473821787594281'],
  [1, '10080563635350801984', '408498549790809274'],
  [3, '15262443420390767214', '15631072803186982776'],
  [4, '3236944724148127575', '17386052461521684648'],
  [7, '7775847507634428305', '1433939632993260439'],
  [8, '13655991027525234672', '17973900117792521369'],
  [9, '13125180625426566396', '3768756161473911829'],
  [15, '10427240499554885664', '2907801041238962338'],
  [16, '2844452601274101049', '14192721230251327945'],
  [17, '15163055735127702114', '3801657530612164740'],
  [24, '2391818737189826220', '3246781834534083903'],
  [25, '10100135943889402713', '9400128059390986808'],
  [31, '15883118881509364870', '11980411340692782135'],
  [32, '17909183034209336684', '14841961219014606220'],
  [33, '12590573338871306600', '12324297454880577982'],
  [47, '5225298397198861080', '16219315344093401697'],
  [48, '6704937584305058436', '1996004105419284461'],
  [64, '7668075562558584579', '12871492416659721465'],
  [127, '5789929530286597575', '8988834239846702926'],
  [128, '16940854913199046048', '13121032343227704567'],
  [143, '13963489983381170969', '1768326367760074388'],
  [144, '1315977592333800348', '14402866709574098012'],
  [145, '4676783253437955668', '898011325677649556'],
  [159, '11370335062727471301', '7395491530353223404'],
  [160, '11650669627086474236', '4433218156038207877'],
  [175, '2695722109692704808', '3802996797564783401'],
  [176, '17237520251351778780', '2931844548577664929'],
  [207, '12254761126187749416', '104918523804765734'],
  [240, '8596380775969179949', '254806761388180613'],
  [271, '16074434844883594443', '7538966193833425059'],
  [272, '4025426057700092473', '7696938089781115881'],
  [273, '3649910699048955734', '2028259549071633807'],
  [399, '18184303717925669873', '11070571629279454285'],
  [400, '7438226518102923193', '11565369817150229999'],
  [512, '17978385432435853786', '10603439781709696198'],
  [699, '11164740065703282542', '14643643118902626974'],
];

/** Bytes that are not all alike, the same every time. */
const bytesOf = (length: number) =>
  Uint8Array.from(
    { length },
    (_, index) => (index * 131 + length * 7 + ((index * index) % 251)) & 255,
  );

test.each(VALUES)(
  'the checksum of %i bytes is that of clickhouse-cityhash',
  (length, low, high) => {
    expect(cityHash128(bytesOf(length))).toEqual([BigInt(low), BigInt(high)]);
  },
);

/** Reads the blocks as a client does. */
function unpacked(packed: Uint8Array): Buffer {
  const bytes = Buffer.from(packed);
  const contents: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 17);
    expect(bytes.readUInt8(at + 16)).toBe(0x82);
    expect([bytes.readBigUInt64LE(at), bytes.readBigUInt64LE(at + 8)]).toEqual(
      cityHash128(bytes.subarray(at + 16, at + 16 + size)),
    );
    const content = Buffer.alloc(bytes.readUInt32LE(at + 21));
    expect(decompressBlock(bytes, content, at + 25, size - 9, 0)).toBe(content.length);
    contents.push(content);
    at += 16 + size;
  }
  return Buffer.concat(contents);
}

test('unpacking restores what was packed: nothing, a byte, repetition, noise, and several blocks', async () => {
  const { below } = randomOf(5);
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => below(256)));
  const contents = [0, 1, 14, 15, 16, 269, 270, 271, 65_535, 65_536, 65_537].flatMap((length) => [
    noise(length),
    Buffer.alloc(length, 'ab'),
  ]);
  for (const content of [
    ...contents,
    Buffer.concat([noise(70_000), Buffer.alloc(200_000, 'line of a table\n'), noise(10)]),
  ])
    expect(unpacked(await packNative(content)).equals(content)).toBe(true);
});

test('our reader restores what our writers packed, and nothing beyond the limit', async () => {
  const { below } = randomOf(6);
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => below(4)));
  for (const length of [0, 1, 15, 270, 65_536, 150_000])
    for (const content of [noise(length), Buffer.alloc(length, 'abc')]) {
      expect(
        (await unpackNative(Buffer.from(await packNative(content)), length)).equals(content),
      ).toBe(true);
      expect((await unpackNative(Buffer.from(packFailure(content)), length)).equals(content)).toBe(
        true,
      );
      if (length > 0)
        await expect(
          unpackNative(Buffer.from(await packNative(content)), length - 1),
        ).rejects.toThrow(BadBlock);
    }
});

test('a failure is readable in its block', () => {
  const text = Buffer.from(`Code: 497. DB::Exception: ${'not public, '.repeat(100)}`);
  expect(Buffer.from(packFailure(text)).includes(text)).toBe(true);
});

test('of 3,000 damaged blocks with a right checksum each gives its length or an error', async () => {
  const { below } = randomOf(7);
  const packed = Buffer.from(await packNative(Buffer.from('line of a table, '.repeat(500))));
  for (let round = 0; round < 3_000; round += 1) {
    const damaged = Buffer.from(packed);
    for (let times = below(4); times >= 0; times -= 1)
      damaged.writeUInt8(below(256), 25 + below(damaged.length - 25));
    const [low, high] = cityHash128(damaged.subarray(16));
    damaged.writeBigUInt64LE(low, 0);
    damaged.writeBigUInt64LE(high, 8);
    const length = await unpackNative(damaged, 100_000).then(
      (content) => content.length,
      (thrown: unknown) => (thrown instanceof BadBlock ? null : thrown),
    );
    expect([null, 8_500]).toContain(length);
  }
});
