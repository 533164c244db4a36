// Types of packages that ship without any.
declare module 'lz4js' {
  /**
   * Unpacks one LZ4 block into `unpacked` from `end` on. The earlier bytes that the block refers to
   * must already be in `unpacked`.
   * @returns where the unpacked bytes end
   */
  export function decompressBlock(
    packed: Uint8Array,
    unpacked: Uint8Array,
    at: number,
    length: number,
    end: number,
  ): number;
  /** The most bytes that packing `length` bytes may take. */
  export function compressBound(length: number): number;
  /**
   * Packs `length` bytes from `at` on into `packed`. `at` must be 0.
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
  /** Unpacks one snappy block. @throws Error when its header names more than `mostBytes` */
  export function uncompress(packed: Uint8Array, mostBytes: number): Uint8Array;
}
