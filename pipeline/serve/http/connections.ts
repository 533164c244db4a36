// The connections of a server. When all places are taken, a new connection evicts the one that has
// waited longest: one that sends its header byte by byte, that is idle, or that waits after a wrong
// password. So nobody can lock others out by holding connections open.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Places {
  connections: number;
  perAddress: number;
}

interface Held {
  source: string;
  /** Requests in progress. */
  answering: number;
  isDroppable: boolean;
}

export class Connections {
  readonly #places: Places;
  /** In the order in which they started to wait. */
  readonly #held = new Map<Duplex, Held>();
  readonly #perSource = new Map<string, number>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** @returns false when a request in progress holds every place */
  admit(socket: Socket): boolean {
    const source = sourceOf(socket);
    const isSourceFull = (this.#perSource.get(source) ?? 0) >= this.#places.perAddress;
    if (isSourceFull && !this.#dropLongestWaiting(source)) return false;
    if (this.#held.size >= this.#places.connections && !this.#dropLongestWaiting(null))
      return false;
    this.#held.set(socket, { source, answering: 0, isDroppable: true });
    this.#perSource.set(source, (this.#perSource.get(source) ?? 0) + 1);
    socket.once('close', () => {
      this.#forget(socket);
    });
    return true;
  }

  /** @returns the number of unanswered requests of the connection */
  answering(socket: Duplex): number {
    const held = this.#held.get(socket);
    if (held === undefined) return 1;
    held.answering += 1;
    held.isDroppable = false;
    return held.answering;
  }

  answered(socket: Duplex): void {
    const held = this.#held.get(socket);
    if (held === undefined) return;
    held.answering -= 1;
    if (held.answering === 0) this.#toEnd(socket, held);
  }

  isAnswering(socket: Duplex): boolean {
    return (this.#held.get(socket)?.answering ?? 0) > 0;
  }

  async whileDroppable<Value>(socket: Duplex, act: () => Promise<Value>): Promise<Value> {
    const held = this.#held.get(socket);
    if (held !== undefined) this.#toEnd(socket, held);
    try {
      return await act();
    } finally {
      if (held !== undefined) held.isDroppable = held.answering === 0;
    }
  }

  #toEnd(socket: Duplex, held: Held): void {
    held.isDroppable = true;
    this.#held.delete(socket);
    this.#held.set(socket, held);
  }

  #dropLongestWaiting(source: string | null): boolean {
    for (const [socket, held] of this.#held)
      if (held.isDroppable && (source === null || held.source === source)) {
        this.#forget(socket);
        socket.destroy();
        return true;
      }
    return false;
  }

  #forget(socket: Duplex): void {
    const held = this.#held.get(socket);
    if (held === undefined) return;
    this.#held.delete(socket);
    const left = (this.#perSource.get(held.source) ?? 1) - 1;
    if (left === 0) this.#perSource.delete(held.source);
    else this.#perSource.set(held.source, left);
  }
}

/**
 * Identifies a client for limits: its IPv4 address, or the /64 prefix of an IPv6 address, because
 * one machine can use every address in a /64.
 */
export function sourceOf({ remoteAddress = '' }: Socket): string {
  const plain = remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const behind = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  const zeros =
    tail === undefined ? [] : Array.from({ length: 8 - groups.length - behind.length }, () => '0');
  return `${[...groups, ...zeros, ...behind].slice(0, 4).join(':')}::/64`;
}
