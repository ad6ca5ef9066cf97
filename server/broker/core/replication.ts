// The copies of one partition: who leads, since which epoch, who is in sync and how far records are confirmed.
// Simulated: one log is shared by all, a follower is a position in it. Everything said of it is what real copies would
// say (KIP-101 epochs, KIP-320 fencing): only the bytes are not stored three times.

import type { StoredLog } from '../log/partition-log.ts';

export type EpochStart = { epoch: number; start: number };

/** What survives a restart. */
export type StoredLeader = { leader: number; epochs: EpochStart[] };

/** Older epochs are forgotten: a client that far behind is answered with the oldest one known. */
const maxEpochs = 100;

type Waiting = { upTo: number; done: () => void };

export class Replication {
  /** Nodes that hold a copy; the first one is the preferred leader. */
  readonly nodes: readonly number[];
  /** True when the leader of an earlier run is no more: what follows is a new epoch. */
  readonly reassigned: boolean;
  #log: StoredLog;
  #leader: number | null;
  #isr: number[];
  #epochs: EpochStart[];
  /** How far each follower is; all of them share the leader's bytes. */
  #positions = new Map<number, number>();
  /** The high watermark, where it is not simply the end of the log. */
  #confirmed: number;
  #waiting = new Set<Waiting>();

  constructor(log: StoredLog, nodes: readonly number[], stored: StoredLeader | undefined) {
    this.nodes = nodes;
    this.#log = log;
    this.#isr = [...nodes];
    this.#epochs = stored?.epochs.slice() ?? [{ epoch: 0, start: 0 }];
    this.#leader = stored !== undefined && nodes.includes(stored.leader) ? stored.leader : (nodes[0] ?? null);
    this.reassigned = stored !== undefined && stored.leader !== this.#leader;
    if (this.reassigned) this.#epochs.push({ epoch: this.epoch + 1, start: log.end });
    for (const node of nodes) this.#positions.set(node, log.end);
    this.#confirmed = log.end;
  }

  /** Null: offline. */
  get leader(): number | null {
    return this.#leader;
  }

  get epoch(): number {
    return this.#epochs.at(-1)?.epoch ?? 0;
  }

  /** In the order of `nodes`. */
  get isr(): readonly number[] {
    return this.#isr;
  }

  /** True while the leader confirms records by itself. */
  get alone(): boolean {
    return this.#isr.length === 1 && this.#leader !== null;
  }

  get highWatermark(): number {
    return this.alone ? this.#log.end : Math.max(this.#confirmed, this.#log.logStart);
  }

  stored(): StoredLeader {
    return { leader: this.#leader ?? this.#isr[0] ?? -1, epochs: this.#epochs };
  }

  /** The position of a copy: the end of the log for the leader. */
  position(node: number): number {
    return node === this.#leader ? this.#log.end : (this.#positions.get(node) ?? 0);
  }

  /** OffsetForLeaderEpoch: the last epoch not after `epoch` and where it ended; null when it is newer than all. */
  endOfEpoch(epoch: number): { epoch: number; end: number } | null {
    if (epoch > this.epoch) return null;
    const next = this.#epochs.findIndex((one) => one.epoch > epoch);
    if (next < 0) return { epoch: this.epoch, end: this.#log.end };
    return {
      epoch: this.#epochs[next - 1]?.epoch ?? epoch,
      end: Math.min(this.#epochs[next]?.start ?? 0, this.#log.end),
    };
  }

  /** Resolves when everything before `upTo` is confirmed, or when `whenGone` calls back. Look again afterwards. */
  confirmed(upTo: number, whenGone: (run: () => void) => () => void): Promise<void> {
    if (this.highWatermark >= upTo) return Promise.resolve();
    return new Promise((resolve) => {
      let forget = (): void => {};
      const waiting: Waiting = {
        upTo,
        done: () => {
          this.#waiting.delete(waiting);
          forget();
          resolve();
        },
      };
      this.#waiting.add(waiting);
      // It may call back at once.
      const known = whenGone(waiting.done);
      if (this.#waiting.has(waiting)) forget = known;
      else known();
    });
  }

  /** Followers that `isAlive` take everything the leader has; those who were out of sync are back. True when one was. */
  catchUp(isAlive: (node: number) => boolean): boolean {
    if (this.#leader === null) return false;
    const { end } = this.#log;
    for (const node of this.nodes) if (node !== this.#leader && isAlive(node)) this.#positions.set(node, end);
    const before = this.#isr.length;
    this.#isr = this.nodes.filter((node) => this.#isr.includes(node) || (node !== this.#leader && isAlive(node)));
    this.#settle();
    return this.#isr.length !== before;
  }

  /** A node went away. A follower leaves the ISR; without its leader the partition is offline until `elect`. */
  lost(node: number): void {
    if (!this.nodes.includes(node)) return;
    this.#confirmed = this.highWatermark;
    if (node === this.#leader) {
      this.#positions.set(node, this.#log.end);
      this.#leader = null;
    }
    // The last one in sync stays: nobody else has all that was acknowledged.
    if (this.#isr.length > 1) this.#isr = this.#isr.filter((one) => one !== node);
    this.#settle();
  }

  /** Who would lead now: the first live node in sync; with `unclean`, else the live copy that has most. */
  candidate(isAlive: (node: number) => boolean, unclean: boolean): number | null {
    const inSync = this.#isr.find(isAlive);
    if (inSync !== undefined) return inSync;
    if (!unclean) return null;
    const alive = this.nodes.filter(isAlive);
    return alive.reduce<number | null>(
      (best, node) => (best === null || this.position(node) > this.position(best) ? node : best),
      null,
    );
  }

  /** `node` leads from `start` on, in a new epoch; the log was cut there. */
  elect(node: number, start: number, isAlive: (node: number) => boolean): void {
    const inSync = this.#isr.includes(node);
    const epoch = this.epoch + 1;
    this.#epochs = [...this.#epochs.filter((one) => one.start < start), { epoch, start }];
    if (this.#epochs.length > maxEpochs) this.#epochs.shift();
    for (const [one, position] of this.#positions) this.#positions.set(one, Math.min(position, start));
    this.#isr = inSync ? this.#isr.filter((one) => one === node || isAlive(one)) : [node];
    this.#leader = node;
    this.#confirmed = Math.min(this.#confirmed, start);
    this.#settle();
  }

  /** Lets everybody go who waits: the partition is no more. */
  release(): void {
    for (const { done } of [...this.#waiting]) done();
  }

  #settle(): void {
    if (this.#leader === null) {
      this.release();
      return;
    }
    let least = this.#log.end;
    for (const node of this.#isr) least = Math.min(least, this.position(node));
    this.#confirmed = Math.max(this.#confirmed, least);
    for (const { upTo, done } of [...this.#waiting]) if (upTo <= this.#confirmed) done();
  }
}
