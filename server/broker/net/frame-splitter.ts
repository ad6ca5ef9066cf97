// Cuts a TCP byte stream into Kafka frames: int32 length, then that many bytes. Keeps the received chunks in a list and
// joins them once, when a frame is whole; a claimed length costs nothing until its bytes have come.

export type Split =
  | { kind: 'frame'; frame: Buffer }
  | { kind: 'incomplete' }
  /** The stream cannot be trusted any more: close it. `message` is for the log. */
  | { kind: 'bad'; message: string };

const incomplete: Split = { kind: 'incomplete' };
const lengthBytes = 4;
/** A request header is at least api key, version and correlation id. */
const smallestFrame = 8;
/** So many small chunks in a row are joined, else a frame sent byte by byte would cost a hundred times its size. */
const joinCount = 512;
const joinBytes = 64 * 1024;

export class FrameSplitter {
  #chunks: Buffer[] = [];
  /** Index of the first live chunk, and how much of it is used up. */
  #head = 0;
  #used = 0;
  #buffered = 0;
  /** Chunks before this index are not worth joining any more. */
  #joined = 0;
  #maxFrame: number;

  constructor(maxFrame: number) {
    this.#maxFrame = maxFrame;
  }

  /** Bytes received and not yet handed out. */
  get buffered(): number {
    return this.#buffered;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    if (this.#chunks.length - Math.max(this.#joined, this.#head + 1) >= joinCount) this.#joinTail();
  }

  /** The next whole frame without its length, or why there is none. */
  next(): Split {
    if (this.#buffered < lengthBytes) return incomplete;
    const length = this.#peekLength();
    if (length < smallestFrame) return { kind: 'bad', message: `frame length ${length} is too small` };
    if (length > this.#maxFrame) {
      return { kind: 'bad', message: `frame length ${length} is over the limit of ${this.#maxFrame} bytes` };
    }
    if (this.#buffered < lengthBytes + length) return incomplete;
    this.#skip(lengthBytes);
    return { kind: 'frame', frame: this.#take(length) };
  }

  clear(): void {
    this.#chunks = [];
    this.#head = 0;
    this.#used = 0;
    this.#buffered = 0;
    this.#joined = 0;
  }

  /** Never touches the head chunk, of which a part may be used up. */
  #joinTail(): void {
    const from = Math.max(this.#joined, this.#head + 1);
    const tail = this.#chunks.slice(from);
    const bytes = tail.reduce((sum, chunk) => sum + chunk.length, 0);
    if (bytes < joinBytes * 8) {
      this.#chunks.length = from;
      this.#chunks.push(Buffer.concat(tail, bytes));
    }
    this.#joined = this.#chunks.length;
  }

  #peekLength(): number {
    const first = this.#chunks[this.#head] as Buffer;
    if (first.length - this.#used >= lengthBytes) return first.readInt32BE(this.#used);
    let value = 0;
    let index = this.#head;
    let at = this.#used;
    for (let count = 0; count < lengthBytes; ) {
      const chunk = this.#chunks[index] as Buffer;
      if (at < chunk.length) {
        value = (value << 8) | (chunk[at] as number);
        at += 1;
        count += 1;
      } else {
        index += 1;
        at = 0;
      }
    }
    return value;
  }

  #skip(count: number): void {
    let left = count;
    while (left > 0) {
      const chunk = this.#chunks[this.#head] as Buffer;
      const step = Math.min(left, chunk.length - this.#used);
      this.#advance(chunk, step);
      left -= step;
    }
  }

  #take(length: number): Buffer {
    const first = this.#chunks[this.#head] as Buffer;
    if (first.length - this.#used >= length) {
      const frame = first.subarray(this.#used, this.#used + length);
      this.#advance(first, length);
      return frame;
    }
    const frame = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const chunk = this.#chunks[this.#head] as Buffer;
      const step = Math.min(length - filled, chunk.length - this.#used);
      chunk.copy(frame, filled, this.#used, this.#used + step);
      filled += step;
      this.#advance(chunk, step);
    }
    return frame;
  }

  #advance(chunk: Buffer, step: number): void {
    this.#used += step;
    this.#buffered -= step;
    if (this.#used < chunk.length) return;
    this.#used = 0;
    this.#head += 1;
    if (this.#buffered === 0) {
      this.#chunks = [];
      this.#head = 0;
      this.#joined = 0;
    } else if (this.#head > 1024) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#joined = Math.max(0, this.#joined - this.#head);
      this.#head = 0;
    }
  }
}
