// What one plain connection is owed: frames in order, one write a turn, bytes counted. A reader that does not read is held back,
// then cut with a code that tells it to come back and resume.
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';

export const outboxDefaults = {
  /** Bytes in the transport above which nothing more is handed to it. */
  softBytes: 256_000,
  /** With what waits, above this the reader is cut at once. */
  hardBytes: 1_000_000,
  /** Held back for longer than this: cut, ms. */
  patienceMs: 15_000,
} as const;
/** What an answer that is not made yet costs: its messages are the room's own. */
const laterBytes = 1_000;
export type OutboxLimits = { [Key in keyof typeof outboxDefaults]: number };

export type Outbox = {
  /** Bytes owed, in the transport or not. */
  owed(): number;
  push(frame: Buffer): void;
  /** A large answer: each frame is made when the transport has room for it, so that a whole past is never owed at once. */
  pushLater(frames: Iterable<Buffer>): void;
  /** Hands over what waits, in one write, or waits for the transport. */
  flush(): void;
  close(): void;
};

export function createOutbox(options: {
  socket: Duplex;
  clock: Clock;
  limits: OutboxLimits;
  onWrite: (bytes: number) => void;
  onTooSlow: () => void;
}): Outbox {
  const { socket, clock, limits } = options;
  let queue: (Buffer | Iterator<Buffer>)[] = [];
  /** What waits here; frames that are not made yet count by the piece. */
  let bytes = 0;
  let closed = false;
  let cancelPatience: (() => void) | null = null;

  function close(): void {
    closed = true;
    queue = [];
    bytes = 0;
    cancelPatience?.();
    socket.off('drain', drained);
  }
  function tooSlow(): void {
    close();
    options.onTooSlow();
  }
  function drained(): void {
    cancelPatience?.();
    cancelPatience = null;
    flush();
  }
  /** What may be handed over now: all that is made, and of the rest as much as is worth one write. */
  function take(): Buffer[] {
    const taken: Buffer[] = [];
    let size = 0;
    while (queue.length > 0 && size <= limits.softBytes) {
      const [first] = queue;
      const made = Buffer.isBuffer(first) ? { done: true, value: first } : first?.next();
      if (made?.done) queue.shift();
      if (made?.done) bytes -= Buffer.isBuffer(first) ? first.length : laterBytes;
      if (!made?.value) continue;
      taken.push(made.value);
      size += made.value.length;
    }
    return taken;
  }
  function flush(): void {
    while (!closed && queue.length > 0) {
      if (socket.writableLength > limits.softBytes) {
        if (cancelPatience !== null) return;
        cancelPatience = clock.after(limits.patienceMs, tooSlow);
        socket.once('drain', drained);
        return;
      }
      const frames = take();
      if (frames.length === 0) return;
      const [first] = frames;
      const whole = frames.length === 1 && first !== undefined ? first : Buffer.concat(frames);
      options.onWrite(whole.length);
      socket.write(whole);
    }
  }
  // Of the transport counts what we hand over without looking, twice: one large answer is nobody's fault.
  const owed = (): number => bytes + Math.min(socket.writableLength, 2 * limits.softBytes);
  function push(one: Buffer | Iterator<Buffer>, size: number): void {
    if (closed) return;
    queue.push(one);
    bytes += size;
    if (owed() > limits.hardBytes) tooSlow();
  }
  return {
    owed,
    push: (frame) => push(frame, frame.length),
    pushLater: (frames) => push(frames[Symbol.iterator](), laterBytes),
    flush,
    close,
  };
}
