declare module 'lz4js' {
  /**
   * Unpacks one LZ4 block into `unpacked` from `end` on; what the block refers to before it must
   * stand there.
   * @returns where the unpacked bytes end
   */
  export function decompressBlock(
    packed: Uint8Array,
    unpacked: Uint8Array,
    at: number,
    length: number,
    end: number,
  ): number;
  /** How many bytes packing so many may take. */
  export function compressBound(length: number): number;
  /**
   * Packs `length` bytes from `at` on, which must be 0, into `packed`.
   * @param table 65 536 zeros
   * @returns how many bytes it wrote; 0: the content cannot be made smaller
   */
  export function compressBlock(
    content: Uint8Array,
    packed: Uint8Array,
    at: number,
    length: number,
    table: Uint32Array,
  ): number;
}
declare module 'snappyjs' {
  /** Unpacks one snappy block. @throws Error when it says that it is longer than `mostBytes` */
  export function uncompress(packed: Uint8Array, mostBytes: number): Uint8Array;
}
