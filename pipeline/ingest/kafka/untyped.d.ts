declare module 'lz4js' {
  /** Unpacks an LZ4 frame. */
  export function decompress(packed: Uint8Array): Uint8Array;
}
declare module 'snappyjs' {
  /** Unpacks one snappy block. */
  export function uncompress(packed: Uint8Array): Uint8Array;
}
