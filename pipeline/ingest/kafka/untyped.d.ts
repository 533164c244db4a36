declare module 'lz4js' {
  /**
   * Unpacks one LZ4 block into `unpacked` from `end` on; what the block refers to before it must stand there.
   * @returns where the unpacked bytes end
   */
  export function decompressBlock(packed: Uint8Array, unpacked: Uint8Array, at: number, length: number, end: number): number;
}
declare module 'snappyjs' {
  /** Unpacks one snappy block. @throws Error when it says that it is longer than `mostBytes` */
  export function uncompress(packed: Uint8Array, mostBytes: number): Uint8Array;
}
