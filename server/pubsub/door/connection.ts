// One TCP connection on its way to the MQTT broker: packets too large or too many are stopped here, before anything parses
// them; what a slow reader does not take is bounded. Only the fixed header is read (MQTT 3.1.1, section 2.2).
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Per connection. */
export const connectionLimits = {
  /** Bytes of one packet, header excepted. */
  packet: 65_536,
  /** Packets a second, and at once; more waits in the kernel. */
  rate: 200,
  burst: 400,
  /** Bytes that a program may leave unread. */
  unread: 1_048_576,
} as const;

/** MQTT-3.14: the client says that it leaves on purpose. */
const disconnectType = 14;

export class TooLarge extends Error {
  override name = 'TooLarge';
}
export class TooSlow extends Error {
  override name = 'TooSlow';
}

export class MqttConnection extends Duplex {
  readonly address: string;
  /** It has said DISCONNECT. */
  saidGoodbye = false;
  readonly #socket: Socket;
  /** What is known of the packet at hand: bytes of its body still to come; the header so far when it is not whole. */
  #left = 0;
  #header: number[] = [];
  #tokens: number = connectionLimits.burst;
  #since = performance.now();
  #held: NodeJS.Timeout | null = null;

  constructor(socket: Socket) {
    super({ writableHighWaterMark: connectionLimits.unread, allowHalfOpen: false });
    this.#socket = socket;
    this.address = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  #take(chunk: Buffer): void {
    const packets = this.#count(chunk);
    if (packets === null) {
      this.destroy(new TooLarge(`a packet is larger than ${connectionLimits.packet} bytes`));
      return;
    }
    if (!this.push(chunk)) this.#socket.pause();
    this.#pay(packets);
  }

  /** Packets that begin in this chunk; null when one of them is too large, or its length makes no sense. */
  #count(chunk: Buffer): number | null {
    let begun = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      this.#header.push(byte);
      if (this.#header.length === 1) begun += 1;
      // The length: seven bits a byte, the least significant first, at most four bytes ([MQTT-2.2.3]).
      else if (byte < 128) {
        const [first = 0, ...bytes] = this.#header;
        const length = bytes.reduce((sum, each, index) => sum + (each & 127) * 128 ** index, 0);
        if (length > connectionLimits.packet) return null;
        this.saidGoodbye ||= first >> 4 === disconnectType;
        this.#left = length;
        this.#header = [];
      } else if (this.#header.length === 5) return null;
    }
    return begun;
  }

  #pay(packets: number): void {
    const now = performance.now();
    const { rate, burst } = connectionLimits;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#since) / 1_000) * rate) - packets;
    this.#since = now;
    if (this.#tokens >= 0 || this.#held) return;
    this.#socket.pause();
    this.#held = setTimeout(
      () => {
        this.#held = null;
        this.#socket.resume();
      },
      (-this.#tokens / rate) * 1_000,
    );
  }

  override _read(): void {
    if (!this.#held) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  /** The broker would wait for this reader, and everybody with it: it is cut instead. */
  override write(...given: unknown[]): boolean {
    const isTaken = (super.write as (...all: unknown[]) => boolean)(...given);
    if (!isTaken && !this.destroyed) this.destroy(new TooSlow(`${connectionLimits.unread} bytes unread`));
    return true;
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#held) clearTimeout(this.#held);
    this.#socket.destroy();
    done(error);
  }
}
