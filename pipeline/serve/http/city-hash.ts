// CityHash128 version 1.0.2: the checksum of a block in ClickHouse's native compression. Later
// versions give other values, and no npm package has this one. Follows the reference implementation
// (Pike and Alakuijala, 2011). Not for secrets.

const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;
const K3 = 0xc949d7c7509e6557n;
const PAIR = 0x9ddfea08eb382d69n;
const MASK = 0xffff_ffff_ffff_ffffn;

/** Low and high 64 bits. */
type Pair = readonly [bigint, bigint];

const cut = (value: bigint): bigint => value & MASK;
const rotate = (value: bigint, by: bigint): bigint => cut((value >> by) | (value << (64n - by)));
const shiftMix = (value: bigint): bigint => value ^ (value >> 47n);

function hashOfPair(low: bigint, high: bigint): bigint {
  const a = shiftMix(cut((low ^ high) * PAIR));
  return cut(shiftMix(cut((high ^ a) * PAIR)) * PAIR);
}

/** A reader of little-endian numbers. */
class Bytes {
  readonly #view: DataView;
  readonly length: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.byteLength;
  }

  at64(at: number): bigint {
    return this.#view.getBigUint64(at, true);
  }

  at32(at: number): bigint {
    return BigInt(this.#view.getUint32(at, true));
  }

  at8(at: number): bigint {
    return BigInt(this.#view.getUint8(at));
  }
}

/** Hashes at most 16 bytes, beginning at `start`. */
function hashOfFew(bytes: Bytes, start: number): bigint {
  const count = bytes.length - start;
  const length = BigInt(count);
  if (count > 8) {
    const last = bytes.at64(start + count - 8);
    return hashOfPair(bytes.at64(start), rotate(cut(last + length), length)) ^ last;
  }
  if (count >= 4)
    return hashOfPair(cut(length + (bytes.at32(start) << 3n)), bytes.at32(start + count - 4));
  if (count === 0) return K2;
  const y = bytes.at8(start) + (bytes.at8(start + (count >> 1)) << 8n);
  const z = length + (bytes.at8(start + count - 1) << 2n);
  return cut(shiftMix(cut(y * K2) ^ cut(z * K3)) * K2);
}

function murmur(bytes: Bytes, start: number, [low, high]: Pair): Pair {
  const count = bytes.length - start;
  let [a, b, c, d] = [low, high, 0n, 0n];
  if (count <= 16) {
    a = cut(shiftMix(cut(a * K1)) * K1);
    c = cut(b * K1 + hashOfFew(bytes, start));
    d = shiftMix(cut(a + (count >= 8 ? bytes.at64(start) : c)));
  } else {
    c = hashOfPair(cut(bytes.at64(bytes.length - 8) + K1), a);
    d = hashOfPair(cut(b + BigInt(count)), cut(c + bytes.at64(bytes.length - 16)));
    a = cut(a + d);
    for (let at = start; at < bytes.length - 16; at += 16) {
      a = cut((a ^ cut(shiftMix(cut(bytes.at64(at) * K1)) * K1)) * K1);
      b ^= a;
      c = cut((c ^ cut(shiftMix(cut(bytes.at64(at + 8) * K1)) * K1)) * K1);
      d ^= c;
    }
  }
  a = hashOfPair(a, c);
  b = hashOfPair(d, b);
  return [a ^ b, hashOfPair(b, a)];
}

function weakHash(bytes: Bytes, at: number, a: bigint, b: bigint): Pair {
  const [w, x, y, z] = [
    bytes.at64(at),
    bytes.at64(at + 8),
    bytes.at64(at + 16),
    bytes.at64(at + 24),
  ];
  const first = a + w;
  const sum = cut(first + x + y);
  return [cut(sum + z), cut(rotate(cut(b + first + z), 21n) + rotate(sum, 44n) + first)];
}

const HALF_STEP = 64;
const STEP = 128;
const TAIL_STEP = 32;

function seeded(bytes: Bytes, start: number, seed: Pair): Pair {
  const count = bytes.length - start;
  if (count < STEP) return murmur(bytes, start, seed);
  let [[x, y], z] = [seed, cut(BigInt(count) * K1)];
  const first = cut(rotate(y ^ K1, 49n) * K1 + bytes.at64(start));
  let v: Pair = [first, cut(rotate(first, 42n) * K1 + bytes.at64(start + 8))];
  let w: Pair = [
    cut(rotate(cut(y + z), 35n) * K1 + x),
    cut(rotate(cut(x + bytes.at64(start + 88)), 53n) * K1),
  ];
  const end = start + count - (count % STEP);
  for (let at = start; at < end; at += HALF_STEP) {
    x = cut(rotate(cut(x + y + v[0] + bytes.at64(at + 16)), 37n) * K1) ^ w[1];
    y = cut(rotate(cut(y + v[1] + bytes.at64(at + 48)), 42n) * K1) ^ v[0];
    z = rotate(z ^ w[0], 33n);
    v = weakHash(bytes, at, cut(v[1] * K1), cut(x + w[0]));
    w = weakHash(bytes, at + 32, cut(z + w[1]), y);
    [z, x] = [x, z];
  }
  y = cut(y + rotate(w[0], 37n) * K0 + z);
  x = cut(x + rotate(cut(v[0] + z), 49n) * K0);
  // Works backwards from the end. The last step may overlap bytes that were already hashed.
  for (let done = TAIL_STEP; done < (count % STEP) + TAIL_STEP; done += TAIL_STEP) {
    const at = bytes.length - done;
    y = cut(rotate(cut(y - x), 42n) * K0 + v[1]);
    const mixed = cut(w[0] + bytes.at64(at + 16));
    x = cut(rotate(x, 49n) * K0 + mixed);
    w = [cut(mixed + v[0]), w[1]];
    v = weakHash(bytes, at, v[0], v[1]);
  }
  x = hashOfPair(x, v[0]);
  y = hashOfPair(y, w[0]);
  return [cut(hashOfPair(cut(x + v[1]), w[1]) + y), hashOfPair(cut(x + w[1]), cut(y + v[1]))];
}

/** Low and high 64 bits of CityHash128 1.0.2. */
export function cityHash128(all: Uint8Array): Pair {
  const bytes = new Bytes(all);
  const { length } = bytes;
  if (length >= 16) return seeded(bytes, 16, [bytes.at64(0) ^ K3, bytes.at64(8)]);
  if (length >= 8)
    return seeded(new Bytes(new Uint8Array()), 0, [
      bytes.at64(0) ^ cut(BigInt(length) * K0),
      bytes.at64(length - 8) ^ K1,
    ]);
  return seeded(bytes, 0, [K0, K1]);
}
