// One TCP connection: frames in, replies out, strictly in order. One request is worked on at a time; a parked one
// (Fetch, JoinGroup, SyncGroup) holds only its own connection. Knows nothing of the protocol inside a frame.

import type { Socket } from 'node:net';
import type { Clock, Timer } from '../clock.ts';
import type { CloseReason } from '../events.ts';
import type { Seat } from './admission.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { loopTurn, standInLine } from './turns.ts';

/** What a served frame leads to. Chunks are written as they are, without a copy when they are large. */
export type Outcome =
  | { kind: 'reply'; chunks: Uint8Array[]; bytes: number; muteMs?: number }
  /** Nothing to send, the next request may follow (acks=0, a reply dropped on purpose). */
  | { kind: 'none'; muteMs?: number }
  | { kind: 'close'; reason: CloseReason; detail: string };

export type ConnectionLimits = {
  maxRequestBytes: number;
  /** Bytes that may wait behind the request at work before the socket is paused. */
  maxWaitingBytes: number;
};

export type ConnectionOwner = {
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  /** Must not throw and must not reject. */
  serve(frame: Buffer, connection: Connection): Outcome | Promise<Outcome>;
  /** May this connection still be served once its peer said goodbye? (A produce sent just before closing counts.) */
  servesAfterEnd(frame: Buffer): boolean;
  /** Counts received bytes that wait in memory, over all connections; false when there are too many. */
  account(change: number): boolean;
  /** A reply of so many bytes waits in the socket; and when it has left. */
  stuck(connection: Connection, bytes: number): void;
  freed(connection: Connection): void;
  closed(connection: Connection, reason: CloseReason, detail: string | undefined): void;
};

/**
 * `ready`: takes the next request; `serving`: one is at work; `flushing`: its reply does not fit into the socket yet;
 * `muted`: a quota holds the client back; `yielded`: gives other connections their turn.
 */
type State = 'ready' | 'serving' | 'flushing' | 'muted' | 'yielded';

/** Each frame is preceded by its size. */
const sizeBytes = 4;
/** Small replies are joined into one buffer: one system call, one packet. */
const joinBelow = 16 * 1024;
/** Requests answered in one turn of the event loop, and how long it may take, before others get theirs. */
const turnRequests = 64;
const turnMs = 1;

export class Connection {
  readonly id: number;
  readonly nodeId: number;
  readonly address: string;
  readonly openedAt: number;
  #socket: Socket;
  #seat: Seat;
  #owner: ConnectionOwner;
  #splitter: FrameSplitter;
  #counted = 0;
  /** Bytes of the request at work. */
  #working = 0;
  /** Bytes received so far, and how many of them came before the request at work. */
  #arrived = 0;
  #began = 0;
  #state: State = 'ready';
  #open = true;
  /** Replies wait for the end of this turn. */
  #gathering = false;
  /** The turn of the event loop in which `#served` requests were served since `#servingSince`. */
  #turn = 0;
  #served = 0;
  #servingSince = 0;
  #peerEnded = false;
  #pausedByUs = false;
  #lastActive: number;
  #mute: Timer | null = null;
  #onClose = new Set<() => void>();

  constructor(
    socket: Socket,
    { id, nodeId, seat }: { id: number; nodeId: number; seat: Seat },
    owner: ConnectionOwner,
  ) {
    this.id = id;
    this.nodeId = nodeId;
    this.#seat = seat;
    this.address = addressOf(socket);
    this.openedAt = owner.clock.now();
    this.#lastActive = this.openedAt;
    this.#socket = socket;
    this.#owner = owner;
    this.#splitter = new FrameSplitter(owner.limits.maxRequestBytes);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('drain', () => this.#drained());
    socket.on('end', () => this.#ended());
    socket.on('error', (error: NodeJS.ErrnoException) => this.close(this.#peerEnded ? 'peer' : 'reset', error.code));
    socket.on('close', () => this.close('peer'));
  }

  /** Bytes received so far. Together with `requestBegan`: had the request at work begun to arrive at an earlier moment? */
  get arrived(): number {
    return this.#arrived;
  }

  /** How many bytes came before the request at work. */
  get requestBegan(): number {
    return this.#began;
  }

  /** False once a reply could not reach anybody any more. */
  get isOpen(): boolean {
    return this.#open && !this.#peerEnded;
  }

  /** ms since anything happened; 0 while a request is worked on and its reply is not stuck. */
  idleFor(now: number): number {
    return this.#state === 'ready' || this.#state === 'flushing' ? now - this.#lastActive : 0;
  }

  /** Calls `run` once when the connection closes (at once when it is closed). Returns how to take it back. */
  whenClosed(run: () => void): () => void {
    if (!this.isOpen) {
      run();
      return () => {};
    }
    this.#onClose.add(run);
    return () => void this.#onClose.delete(run);
  }

  close(reason: CloseReason, detail?: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#mute?.cancel();
    this.#splitter.clear();
    this.#owner.account(-this.#counted);
    this.#counted = 0;
    this.#owner.freed(this);
    this.#seat.leave();
    // What was answered before is still said.
    this.#letGo();
    this.#socket.destroy();
    this.#runCloseHooks();
    this.#owner.closed(this, reason, detail);
  }

  #runCloseHooks(): void {
    const hooks = [...this.#onClose];
    this.#onClose.clear();
    for (const run of hooks) run();
  }

  #received(chunk: Buffer): void {
    if (!this.#open) return;
    this.#lastActive = this.#owner.clock.now();
    this.#splitter.push(chunk);
    this.#arrived += chunk.length;
    if (this.#state === 'ready') this.#pump();
    if (!this.#open) return;
    if (!this.#count()) {
      this.close('limit', 'too many bytes of unfinished requests wait in memory');
      return;
    }
    if (this.#state !== 'ready' && !this.#pausedByUs && this.#splitter.buffered > this.#owner.limits.maxWaitingBytes) {
      this.#pausedByUs = true;
      this.#socket.pause();
    }
  }

  #count(): boolean {
    const change = this.#splitter.buffered + this.#working - this.#counted;
    if (change === 0) return true;
    this.#counted += change;
    return this.#owner.account(change);
  }

  /**
   * Had its turn? What is answered at once, or in a microtask (a write that the page cache took), never returns to the
   * event loop by itself: a few hundred kB of small requests would hold everybody up.
   */
  #overdue(): boolean {
    const turn = loopTurn();
    if (this.#turn !== turn) {
      this.#turn = turn;
      this.#served = 0;
      this.#servingSince = this.#owner.clock.now();
      return false;
    }
    return this.#served >= turnRequests || this.#owner.clock.now() - this.#servingSince > turnMs;
  }

  #goOn = (): void => this.#release('yielded');

  /** Serves whole frames until one has to be waited for. */
  #pump(): void {
    while (this.#open && this.#state === 'ready') {
      if (this.#splitter.buffered > 0 && this.#overdue()) {
        this.#state = 'yielded';
        standInLine(this.#goOn);
        return;
      }
      const split = this.#splitter.next();
      if (split.kind === 'bad') {
        this.close('bad-frame', split.message);
        return;
      }
      if (split.kind === 'incomplete') {
        if (this.#peerEnded) this.close('peer');
        return;
      }
      if (this.#peerEnded && !this.#owner.servesAfterEnd(split.frame)) continue;
      this.#served += 1;
      this.#state = 'serving';
      this.#working = split.frame.length;
      this.#began = this.#arrived - this.#splitter.buffered - split.frame.length - sizeBytes;
      const outcome = this.#owner.serve(split.frame, this);
      if (outcome instanceof Promise) {
        outcome.then(this.#settleLate, this.#impossible);
        return;
      }
      this.#settle(outcome);
    }
  }

  #settleLate = (outcome: Outcome): void => {
    this.#settle(outcome);
    if (this.#open && this.#state === 'ready') this.#pump();
  };

  #impossible = (error: unknown): void => this.close('bad-frame', `internal error: ${String(error)}`);

  /** Sends the reply; the next request waits while it cannot leave, or while the client is muted. */
  #settle(outcome: Outcome): void {
    if (!this.#open) return;
    this.#lastActive = this.#owner.clock.now();
    this.#working = 0;
    if (outcome.kind === 'close') this.close(outcome.reason, outcome.detail);
    else if (this.#peerEnded) this.#ready();
    else this.#send(outcome);
  }

  #send(outcome: Exclude<Outcome, { kind: 'close' }>): void {
    const flushed = outcome.kind === 'none' || this.#write(outcome.chunks, outcome.bytes);
    if (!flushed) this.#owner.stuck(this, this.#socket.writableLength);
    if (!this.#open) return;
    const muteMs = Math.max(outcome.muteMs ?? 0, this.#seat.pace());
    if (muteMs > 0) {
      this.#state = 'muted';
      this.#mute = this.#owner.clock.after(muteMs, () => {
        this.#mute = null;
        if (this.#socket.writableNeedDrain) this.#state = 'flushing';
        else this.#release('muted');
      });
      return;
    }
    if (flushed) this.#ready();
    else this.#state = 'flushing';
  }

  /** Replies of one turn of the event loop leave together: the system call is the dearest part of a small one. */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    this.#socket.cork();
    setImmediate(this.#letGo);
  }

  #letGo = (): void => {
    if (!this.#gathering) return;
    this.#gathering = false;
    this.#socket.uncork();
  };

  #write(chunks: Uint8Array[], bytes: number): boolean {
    this.#gather();
    if (chunks.length === 1) return this.#socket.write(chunks[0] as Uint8Array);
    if (bytes <= joinBelow) return this.#socket.write(Buffer.concat(chunks, bytes));
    let flushed = true;
    for (const chunk of chunks) flushed = this.#socket.write(chunk);
    return flushed;
  }

  #drained(): void {
    this.#owner.freed(this);
    this.#lastActive = this.#owner.clock.now();
    this.#release('flushing');
  }

  #release(from: State): void {
    if (!this.#open || this.#state !== from) return;
    this.#ready();
    this.#pump();
  }

  #ready(): void {
    this.#state = 'ready';
    this.#count();
    if (!this.#pausedByUs || this.#splitter.buffered > this.#owner.limits.maxWaitingBytes) return;
    this.#pausedByUs = false;
    this.#socket.resume();
  }

  /** The peer will send nothing more: what it sent before is still served, what it had parked is let go. */
  #ended(): void {
    if (!this.#open) return;
    this.#peerEnded = true;
    this.#runCloseHooks();
    if (this.#state === 'ready') this.#pump();
  }
}

/** The address of the peer, without its port. */
export const hostOf = (socket: Socket): string => (socket.remoteAddress ?? '?').replace(/^::ffff:(?=\d+\.)/, '');

function addressOf(socket: Socket): string {
  const host = hostOf(socket);
  return host.includes(':') ? `[${host}]:${socket.remotePort}` : `${host}:${socket.remotePort ?? 0}`;
}
