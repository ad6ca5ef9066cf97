// The brokers of the cluster: one, or several virtual ones that share this process, its logs and its groups, each with a
// listener of its own. Stopping one closes its listener and sockets; its partitions go to the next node in sync.

import type { Clock, Timer } from '../clock.ts';
import type { BrokerEvent, NodeInfo } from '../events.ts';
import { ListenError, type Listener } from '../net/listener.ts';
import { wake } from './fetch-waiters.ts';
import type { Leaders } from './leaders.ts';
import type { Partition } from './partition.ts';

export type NodeChange = { ok: true } | { ok: false; message: string };
export type Endpoint = { nodeId: number; host: string; port: number };

export type ClusterOptions = {
  /** Ids and the ports they listen on; 0 draws one. */
  nodes: readonly { id: number; port: number }[];
  advertisedHost: string;
  clock: Clock;
  leaders: Leaders;
  partitions(): Iterable<Partition>;
  /** Opens the listener of a node. @throws ListenError */
  listen(node: { id: number; port: number }): Promise<Listener>;
  emit(event: BrokerEvent): void;
  notice(level: 'info' | 'warn' | 'error', message: string): void;
  /** unclean.leader.election.enable */
  unclean: boolean;
  /** Followers take what is new this long after it came, ms. */
  followMs: number;
};

type Node = { readonly id: number; port: number; listener: Listener | null; alive: boolean };

/** Copies of a topic that nobody gave a number for. */
const usualCopies = 3;

export class Cluster {
  #options: ClusterOptions;
  #nodes: Node[];
  #controller: number | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Partitions whose followers are behind. */
  #behind = new Set<Partition>();
  #timer: Timer | null = null;
  #closed = false;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#nodes = options.nodes.map(({ id, port }) => ({ id, port, listener: null, alive: true }));
    this.#controller = this.#nodes[0]?.id ?? null;
  }

  /** Opens every listener. @throws ListenError; what was opened is then the caller's to close. */
  async open(): Promise<void> {
    for (const node of this.#nodes) await this.#listen(node);
  }

  get controller(): number | null {
    return this.#controller;
  }

  get single(): boolean {
    return this.#nodes.length === 1;
  }

  has(id: number): boolean {
    return this.#nodes.some((node) => node.id === id);
  }

  isAlive = (id: number): boolean => this.#nodes.some((node) => node.id === id && node.alive);

  /** Where clients are told to connect; only live nodes. */
  endpoints(): Endpoint[] {
    return this.#nodes.filter(({ alive }) => alive).map((node) => this.#endpoint(node));
  }

  endpoint(id: number): Endpoint | null {
    const node = this.#nodes.find((one) => one.id === id);
    return node ? this.#endpoint(node) : null;
  }

  /** Where a node listens. */
  address(id: number): { host: string; port: number } | null {
    return this.#nodes.find((node) => node.id === id)?.listener?.address ?? null;
  }

  list(): NodeInfo[] {
    const leads = new Map<number, number>();
    for (const { replication } of this.#options.partitions()) {
      if (replication.leader !== null) leads.set(replication.leader, (leads.get(replication.leader) ?? 0) + 1);
    }
    return this.#nodes.map((node) => ({
      node: node.id,
      host: this.#options.advertisedHost,
      port: node.port,
      alive: node.alive,
      controller: node.id === this.#controller,
      leads: leads.get(node.id) ?? 0,
    }));
  }

  /** default.replication.factor */
  get defaultCopies(): number {
    return Math.min(usualCopies, this.#nodes.length);
  }

  get aliveCount(): number {
    return this.#nodes.filter(({ alive }) => alive).length;
  }

  /** Copies for `count` new partitions, the first of them number `from` of the cluster: leaders take turns. */
  place(count: number, copies: number, from: number): number[][] {
    const alive = this.#nodes.filter((node) => node.alive);
    const pool = alive.length >= copies ? alive : this.#nodes;
    return Array.from({ length: count }, (_, partition) =>
      Array.from({ length: copies }, (_unused, copy) => pool[(from + partition + copy) % pool.length]?.id ?? 0),
    );
  }

  /** The node that coordinates a group: its own by hash, the next live one while that is down; null when all are. */
  coordinatorOf(group: string): number | null {
    const own = javaHash(group) % this.#nodes.length;
    for (let step = 0; step < this.#nodes.length; step += 1) {
      const node = this.#nodes[(own + step) % this.#nodes.length];
      if (node?.alive) return node.id;
    }
    return null;
  }

  coordinates(node: number, group: string): boolean {
    return this.single || this.coordinatorOf(group) === node;
  }

  /** Something was stored: readers are told now, or once the followers have it. */
  appended(partition: Partition, bytes: number): void {
    if (partition.replication.nodes.length > 1) {
      this.#behind.add(partition);
      this.#schedule();
    }
    if (partition.replication.alone) wake(partition.gate, bytes);
    else partition.unconfirmedBytes += bytes;
  }

  /** Copies as stored by an earlier run, without nodes that are no more; never empty. */
  repaired(stored: readonly number[]): number[] {
    const known = stored.filter((id) => this.has(id));
    const first = this.#nodes[0]?.id ?? 0;
    return known.length > 0 ? known : [first];
  }

  /** New partitions may have copies on nodes that are down. */
  async adopt(partitions: readonly Partition[]): Promise<void> {
    for (const partition of partitions) {
      const { replication } = partition;
      for (const node of replication.nodes) if (!this.isAlive(node)) replication.lost(node);
      if (replication.leader === null) await this.#elect(partition);
    }
  }

  stop(id: number): Promise<NodeChange> {
    return this.#inTurn(async () => {
      const node = this.#nodes.find((one) => one.id === id);
      if (!node) return refusal(`there is no node ${id}`);
      if (!node.alive) return refusal(`node ${id} is stopped`);
      node.alive = false;
      // No reply may leave after this: what is not acknowledged now never was.
      const closed = node.listener?.close();
      node.listener = null;
      if (this.#controller === id) this.#controller = this.#nodes.find(({ alive }) => alive)?.id ?? null;
      this.#options.emit({ type: 'node-stopped', node: id, controller: this.#controller });
      await this.#moveFrom(id);
      await closed;
      return { ok: true };
    });
  }

  start(id: number): Promise<NodeChange> {
    return this.#inTurn(async () => {
      const node = this.#nodes.find((one) => one.id === id);
      if (!node) return refusal(`there is no node ${id}`);
      if (node.alive) return refusal(`node ${id} is running`);
      try {
        await this.#listen(node);
      } catch (error) {
        if (error instanceof ListenError) return refusal(error.message);
        throw error;
      }
      node.alive = true;
      this.#controller ??= id;
      this.#options.emit({ type: 'node-started', node: id, controller: this.#controller });
      for (const partition of this.#options.partitions()) {
        const { replication } = partition;
        if (!replication.nodes.includes(id)) continue;
        if (replication.leader === null) await this.#elect(partition);
        this.#behind.add(partition);
      }
      this.#schedule();
      return { ok: true };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turn.catch(() => {});
    this.#timer?.cancel();
    await Promise.all(this.#nodes.map((node) => node.listener?.close()));
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T | NodeChange> {
    const turn = this.#turn.then(async () => (this.#closed ? refusal('the broker stops') : task()));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #listen(node: Node): Promise<void> {
    node.listener = await this.#options.listen(node);
    node.port = node.listener.address.port;
  }

  #endpoint({ id, port }: Node): Endpoint {
    return { nodeId: id, host: this.#options.advertisedHost, port };
  }

  async #moveFrom(id: number): Promise<void> {
    const concerned = [...this.#options.partitions()].filter(({ replication }) => replication.nodes.includes(id));
    const leaderless: Partition[] = [];
    for (const partition of concerned) {
      const { replication } = partition;
      const before = replication.isr.length;
      const led = replication.leader === id;
      replication.lost(id);
      if (led) leaderless.push(partition);
      else if (replication.isr.length !== before) this.#tellIsr(partition);
      this.#tellReaders(partition);
    }
    await Promise.all(leaderless.map((partition) => this.#elect(partition)));
  }

  /** Gives a partition without a leader one, if anybody may be it. Nothing is appended meanwhile. */
  async #elect(partition: Partition): Promise<void> {
    const { replication, log } = partition;
    const { unclean, leaders } = this.#options;
    const node = replication.candidate(this.isAlive, unclean);
    if (node !== null) {
      const start = replication.position(node);
      const clean = replication.isr.includes(node);
      try {
        await log.truncate(start);
      } catch (error) {
        this.#options.notice('error', `${partition.topic.name}-${partition.index} stays offline: ${String(error)}`);
        return;
      }
      replication.elect(node, log.end, this.isAlive);
      if (!clean) {
        const what = `${partition.topic.name}-${partition.index}: node ${node} leads without having been in sync`;
        this.#options.notice('warn', `${what}; records from ${log.end} on are lost`);
      }
      await leaders.note(partition);
    }
    partition.announcedEnd = Math.min(partition.announcedEnd, log.end);
    this.#options.emit({
      type: 'leader-changed',
      topic: partition.topic.name,
      partition: partition.index,
      leader: replication.leader,
      epoch: replication.epoch,
      isr: [...replication.isr],
      end: log.end,
    });
    if (replication.leader !== null && replication.nodes.length > 1) this.#behind.add(partition);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== null || this.#closed || this.#behind.size === 0) return;
    this.#timer = this.#options.clock.after(this.#options.followMs, () => {
      this.#timer = null;
      this.#follow();
    });
  }

  /** One round of all followers. */
  #follow(): void {
    const behind = [...this.#behind];
    this.#behind.clear();
    for (const partition of behind) {
      if (partition.replication.catchUp(this.isAlive)) this.#tellIsr(partition);
      this.#tellReaders(partition);
    }
  }

  #tellReaders(partition: Partition): void {
    const { replication, log } = partition;
    if (partition.unconfirmedBytes === 0 || replication.leader === null || replication.highWatermark < log.end) return;
    const bytes = partition.unconfirmedBytes;
    partition.unconfirmedBytes = 0;
    wake(partition.gate, bytes);
  }

  #tellIsr({ topic, index, replication }: Partition): void {
    this.#options.emit({ type: 'isr-changed', topic: topic.name, partition: index, isr: [...replication.isr] });
  }
}

const refusal = (message: string): NodeChange => ({ ok: false, message });

/** String.hashCode() of Java, made positive: how Kafka spreads groups. */
function javaHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash & 0x7fff_ffff;
}
