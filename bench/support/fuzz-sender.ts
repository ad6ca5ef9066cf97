// Bad frames over TCP, as fast as the broker takes them, from a process of its own that gives way to everybody else.
// Started by bench/reliability/fuzz.ts: `node --import tsx fuzz-sender.ts <port> <seed> <lanes>`, told to go and to pause.
import { connect, type Socket } from 'node:net';
import { setPriority } from 'node:os';
import { apiVersions } from '#server/broker/apis/18-api-versions/messages.ts';
import { FrameSplitter } from '#server/broker/net/frame-splitter.ts';
import { requestFrame } from '#server/broker/protocol/headers.ts';
import { FrameMaker, framed, recordedFrames, truncations } from '#server/broker/testing/fuzz-frames.ts';

/** `met`: frames that were answered, hung up on, or left waiting; those behind a hang-up are sent again. */
export type Sent = { met: number; replies: number; closed: number; waiting: number; connections: number };
export type ToSender = 'go' | 'pause';
export type FromSender = { paused: boolean; sent: Sent };

const [port = 0, seed = 1, lanes = 8] = process.argv.slice(2).map(Number);
/** A request that waits (a long poll, a join) holds a lane no longer; its connection is left open for some time. ms */
const patience = 15;
const asideMs = 500;
const mark = 0x5afe5afe;
const question = Buffer.concat(requestFrame(apiVersions, 0, { correlationId: mark, clientId: 'mark' }, {}));

const recorded = recordedFrames();
const maker = new FrameMaker(seed, recorded);
const cuts = truncations(recorded);
const sent: Sent = { met: 0, replies: 0, closed: 0, waiting: 0, connections: 0 };
let running = false;
let idle = 0;

/** Every truncation once, one in twenty frames; mutants otherwise. */
function frame(): Buffer {
  const cut = maker.below(20) === 0 ? cuts.next() : null;
  return cut && !cut.done ? cut.value : maker.next();
}

type End = { how: 'answered' | 'closed' | 'waiting'; replies: number };

class Lane {
  #socket: Socket | null = null;
  #splitter = new FrameSplitter(1 << 30);
  #replies = 0;
  #settle: ((end: End) => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #left: Buffer[] = [];

  async run(): Promise<void> {
    while (running) await this.#converse();
    this.#hangUp();
  }

  /** A few frames at once, and behind them a question that shows that all of them were dealt with. */
  async #converse(): Promise<void> {
    const frames = this.#left;
    for (let wanted = 1 + maker.below(6); frames.length < wanted; ) frames.push(frame());
    const parts = frames.map(framed);
    const last = parts.at(-1) as Buffer;
    // A length that lies: whatever follows is swallowed.
    if (maker.below(40) === 0) last.writeInt32BE(maker.below(2 ** 32) | 0, 0);
    const end = await this.#exchange(Buffer.concat([...parts, question]));
    const met = end.how === 'answered' ? frames.length : Math.min(frames.length, end.replies + 1);
    sent.met += met;
    sent.replies += Math.min(met, end.replies);
    if (end.how === 'closed') sent.closed += 1;
    if (end.how === 'waiting') sent.waiting += 1;
    this.#left = frames.slice(met);
    if (end.how === 'waiting') this.#putAside();
    else if (end.how === 'closed') this.#hangUp();
  }

  /** What waits there is met by the broker in the meantime, and more and more connections wait beside the others. */
  #putAside(): void {
    const socket = this.#socket;
    this.#socket = null;
    setTimeout(() => socket?.resetAndDestroy(), asideMs);
  }

  #exchange(bytes: Buffer): Promise<End> {
    return new Promise((settle) => {
      this.#replies = 0;
      this.#settle = settle;
      this.#socket ??= this.#open();
      this.#wait();
      // Now and then in two pieces, as TCP may deliver it.
      const cut = maker.below(8) === 0 ? maker.below(bytes.length) : 0;
      if (cut > 0) this.#socket.write(bytes.subarray(0, cut));
      this.#socket.write(bytes.subarray(cut));
    });
  }

  #open(): Socket {
    sent.connections += 1;
    this.#splitter = new FrameSplitter(1 << 30);
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.on('data', (chunk: Buffer) => {
      if (this.#socket === socket) this.#received(chunk);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket === socket) this.#end('closed');
    });
    return socket;
  }

  #received(chunk: Buffer): void {
    this.#splitter.push(chunk);
    for (let split = this.#splitter.next(); split.kind === 'frame'; split = this.#splitter.next()) {
      if (split.frame.readInt32BE(0) === mark) this.#end('answered');
      else this.#replies += 1;
    }
    if (this.#settle) this.#wait();
  }

  #wait(): void {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#end('waiting'), patience);
  }

  #end(how: End['how']): void {
    const settle = this.#settle;
    this.#settle = null;
    if (how === 'closed') this.#socket = null;
    settle?.({ how, replies: this.#replies });
  }

  #hangUp(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.resetAndDestroy();
  }
}

const tell = (): void => void process.send?.({ paused: idle === lanes, sent } satisfies FromSender);
const all = Array.from({ length: lanes }, () => new Lane());

setPriority(19);
idle = lanes;
process.on('message', (message: ToSender) => {
  if (message === 'pause') running = false;
  if (message === 'pause' || running) return;
  running = true;
  idle = 0;
  for (const lane of all) {
    void lane.run().then(() => {
      idle += 1;
      tell();
    });
  }
});
process.on('disconnect', () => process.exit(0));
setInterval(tell, 250);
tell();
