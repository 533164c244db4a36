// Types of the internal modules of kafkajs 2.2.4 that ./fetch-response.ts uses. kafkajs does not
// export them.
declare module 'kafkajs/src/protocol/decoder.js' {
  export default class Decoder {
    constructor(buffer: Buffer);
    readInt16(): number;
    readInt32(): number;
    readInt64(): bigint;
    readString(): string | null;
    canReadBytes(length: number): boolean;
    readBytes(byteLength: number): Buffer | null;
    readArray<Item>(reader: (decoder: Decoder) => Item): Item[];
    readArrayAsync<Item>(reader: (decoder: Decoder) => Promise<Item>): Promise<Item[]>;
  }
}
declare module 'kafkajs/src/protocol/messageSet/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  export default function decode(decoder: Decoder, size: number): Promise<unknown[]>;
}
declare module 'kafkajs/src/protocol/recordBatch/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  /** A record as the client decodes it, reduced to what its consumer reads. */
  export interface DecodedRecord {
    offset: string;
    timestamp: string;
    key: Buffer | null;
    value: Buffer | null;
    isControlRecord: boolean;
    batchContext: { producerId: string; inTransaction: boolean };
  }
  export default function decode(decoder: Decoder): Promise<{ records: DecodedRecord[] }>;
}
declare module 'kafkajs/src/protocol/requests/fetch/v11/response.js' {
  const response: { decode: (raw: Buffer) => Promise<unknown> };
  export default response;
}
