// A bounded record of frames for whoever looks: the last ones of each connection, as they went over the wire, cut to a
// size. Decoded only when one is asked for. While nobody watches, nothing is kept and nothing is copied.

import type { Clock } from '../clock.ts';
import type { BrokerEvent, FrameInfo } from '../events.ts';
import type { Connection } from '../net/connection.ts';
import type { Api } from '../protocol/api.ts';
import { type FrameTree, inspectRequest, inspectResponse } from '../protocol/inspect.ts';

export type FrameWatch = {
  /** Only connections that say this client id; absent: all. */
  clientId?: string;
  /** Only this connection. */
  connection?: number;
  /** Frames kept of each connection, at most 200. */
  perConnection?: number;
};
/** A frame with the meaning of each of its bytes. `tree` counts them from after the size. */
export type InspectedFrame = FrameInfo & { bytes: Uint8Array; tree: FrameTree };

export type SeenFrame = { api: Api; version: number; correlationId: number; clientId: string | null };
type Kept = { info: FrameInfo; api: Api; bytes: Uint8Array };

const maxWatches = 20;
const usualPerConnection = 50;
const maxPerConnection = 200;
/** Kept of one frame. */
const maxFrameBytes = 16 * 1024;
/** Kept altogether; the oldest go. */
const maxBytes = 8 * 1024 * 1024;

export class Frames {
  #clock: Clock;
  #emit: (event: BrokerEvent) => void;
  #watches = new Map<string, FrameWatch>();
  #nextWatch = 1;
  #nextFrame = 1;
  /** Oldest first. */
  #kept = new Map<number, Kept>();
  #byConnection = new Map<number, number[]>();
  #bytes = 0;

  constructor(clock: Clock, emit: (event: BrokerEvent) => void) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** False on the hot path. */
  get any(): boolean {
    return this.#watches.size > 0;
  }

  /** Begins to keep frames. @throws RangeError when too many watch. */
  watch(watch: FrameWatch = {}): string {
    if (this.#watches.size >= maxWatches) throw new RangeError(`at most ${maxWatches} watches at a time`);
    const id = `w-${this.#nextWatch++}`;
    this.#watches.set(id, { ...watch });
    return id;
  }

  /** False when there is no such watch. With the last one, everything kept goes. */
  unwatch(id: string): boolean {
    const known = this.#watches.delete(id);
    if (!this.any) this.clear();
    return known;
  }

  clear(): void {
    this.#watches.clear();
    this.#kept.clear();
    this.#byConnection.clear();
    this.#bytes = 0;
  }

  /** Frames kept, oldest first; of one connection when it is given. */
  list(connection?: number): FrameInfo[] {
    const all = [...this.#kept.values()].map(({ info }) => ({ ...info }));
    return connection === undefined ? all : all.filter((info) => info.connection === connection);
  }

  /** Null when the frame is not kept (any more). */
  inspect(id: number): InspectedFrame | null {
    const kept = this.#kept.get(id);
    if (!kept) return null;
    const { info, api, bytes } = kept;
    const explain = info.direction === 'request' ? inspectRequest : inspectResponse;
    return { ...info, bytes, tree: explain(api, info.version, bytes) };
  }

  /** Call before the frame is handled: its bytes may be changed then. */
  request(frame: Uint8Array, connection: Connection, seen: SeenFrame): void {
    const room = this.#room(connection.id, seen.clientId);
    if (room > 0) this.#keep('request', [frame], 0, connection, seen, room);
  }

  /** `chunks`: as written, the 4 bytes of the size first. */
  reply(chunks: readonly Uint8Array[], connection: Connection, seen: SeenFrame): void {
    const room = this.#room(connection.id, seen.clientId);
    if (room > 0) this.#keep('reply', chunks, 4, connection, seen, room);
  }

  /** Frames to keep of this connection; 0 when nobody watches it. */
  #room(connection: number, clientId: string | null): number {
    let room = 0;
    for (const watch of this.#watches.values()) {
      if (watch.connection !== undefined && watch.connection !== connection) continue;
      if (watch.clientId !== undefined && watch.clientId !== clientId) continue;
      room = Math.max(room, Math.min(maxPerConnection, watch.perConnection ?? usualPerConnection));
    }
    return room;
  }

  #keep(
    direction: FrameInfo['direction'],
    chunks: readonly Uint8Array[],
    skip: number,
    connection: Connection,
    { api, version, correlationId, clientId }: SeenFrame,
    room: number,
  ): void {
    const size = chunks.reduce((sum, chunk) => sum + chunk.length, -skip);
    const bytes = copyOf(chunks, skip, Math.min(size, maxFrameBytes));
    const info: FrameInfo = {
      id: this.#nextFrame++,
      at: this.#clock.now(),
      connection: connection.id,
      clientId,
      direction,
      api: api.name,
      version,
      correlationId,
      size,
      cut: bytes.length < size,
    };
    this.#kept.set(info.id, { info, api, bytes });
    this.#bytes += bytes.length;
    const own = this.#byConnection.get(connection.id) ?? [];
    own.push(info.id);
    this.#byConnection.set(connection.id, own);
    while (own.length > room) this.#forget(own[0] ?? -1);
    while (this.#bytes > maxBytes) this.#forget(this.#kept.keys().next().value ?? -1);
    this.#emit({ type: 'frames', frames: [info], dropped: 0 });
  }

  #forget(id: number): void {
    const kept = this.#kept.get(id);
    if (!kept) return;
    this.#kept.delete(id);
    this.#bytes -= kept.bytes.length;
    const own = this.#byConnection.get(kept.info.connection);
    // The oldest of a connection is its first: at most two hundred entries move.
    own?.shift();
    if (own?.length === 0) this.#byConnection.delete(kept.info.connection);
  }
}

/** The bytes [skip, skip + length) of all chunks together. */
function copyOf(chunks: readonly Uint8Array[], skip: number, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  let before = -skip;
  for (const chunk of chunks) {
    if (before >= length) break;
    const from = Math.max(0, -before);
    copy.set(chunk.subarray(from, Math.max(from, length - before)), Math.max(0, before));
    before += chunk.length;
  }
  return copy;
}
