// Which topics exist, written down: one entry a change in the state log `topics`, the folders beside it for the records.
// If the state log is lost, topics are rebuilt from the folders; folders of a half-done deletion are cleared away.

import { randomBytes } from 'node:crypto';
import type { LogStore } from '../log/log-store.ts';
import type { StateLog } from '../log/state-log.ts';
import type { TopicConfig } from '../log/types.ts';
import { topicNameProblem } from './names.ts';
import { repairConfig } from './topic-config.ts';

/** `replicas`: the nodes of each partition, empty where an older version wrote none. */
export type StoredTopic = { name: string; id: string; partitions: number; config: TopicConfig; replicas: number[][] };
type Entry = { topic: string; deleted: true } | ({ topic: string } & Omit<StoredTopic, 'name'>);
type Notice = (level: 'info' | 'warn' | 'error', message: string) => void;

const maxStoredPartitions = 10_000;
const isId = (id: unknown): id is string => typeof id === 'string' && /^[A-Za-z0-9_-]{22}$/.test(id);

/** Whatever a file says, as lists of node ids. */
const nodesOf = (stored: unknown): number[][] =>
  Array.isArray(stored)
    ? stored.map((nodes: unknown) => (Array.isArray(nodes) ? nodes.filter((node) => Number.isInteger(node)) : []))
    : [];

/** 16 random bytes as Kafka prints them (KIP-516). */
export const newTopicId = (): string => randomBytes(16).toString('base64url');

export class TopicStore {
  #logs: LogStore;
  #state: StateLog;
  #notice: Notice;
  #topics = new Map<string, StoredTopic>();
  /** Deleted, but some folder may still be there. */
  #doomed = new Set<string>();

  constructor(logs: LogStore, state: StateLog, notice: Notice) {
    this.#logs = logs;
    this.#state = state;
    this.#notice = notice;
  }

  /** Every topic kept from before, by name. */
  async load(): Promise<StoredTopic[]> {
    for (const entry of this.#state.recovered) this.#replay(entry as Partial<Entry>);
    this.#state.forget();
    const found = new Map<string, number>();
    for (const { topic, partition } of await this.#logs.existing()) {
      found.set(topic, Math.max(found.get(topic) ?? 0, partition + 1));
    }
    for (const [name, partitions] of found) await this.#reconcile(name, partitions);
    return [...this.#topics.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Rejects when the disk refuses; the topic is then not changed. */
  async save(topic: StoredTopic): Promise<void> {
    const { name, id, partitions, config, replicas } = topic;
    await this.#append({ topic: name, id, partitions, config, replicas });
    this.#topics.set(name, topic);
    this.#doomed.delete(name);
    this.#compact();
  }

  /** Forgets the topic first, then its files: a crash in between is finished at the next start. */
  async remove(name: string, partitions: number): Promise<void> {
    await this.#append({ topic: name, deleted: true });
    this.#topics.delete(name);
    this.#doomed.add(name);
    await this.#logs.remove(name, partitions);
    this.#doomed.delete(name);
    this.#compact();
  }

  async #append(entry: Entry): Promise<void> {
    if (!(await this.#state.append(entry))) throw new Error('the list of topics cannot be written');
  }

  #compact(): void {
    if (!this.#state.large) return;
    void this.#state.compact(() => [
      ...[...this.#topics.values()].map(({ name, ...rest }) => ({ topic: name, ...rest })),
      ...[...this.#doomed].map((topic) => ({ topic, deleted: true })),
    ]);
  }

  #replay(entry: Partial<Record<'topic' | 'deleted' | 'id' | 'partitions' | 'config' | 'replicas', unknown>>): void {
    const { topic: name, deleted, id, partitions, config, replicas } = entry;
    if (typeof name !== 'string' || topicNameProblem(name) !== null) return;
    if (deleted === true) {
      this.#topics.delete(name);
      this.#doomed.add(name);
      return;
    }
    const count = Number.isInteger(partitions) ? Math.min(maxStoredPartitions, Math.max(1, Number(partitions))) : 1;
    this.#doomed.delete(name);
    this.#topics.set(name, {
      name,
      id: isId(id) ? id : newTopicId(),
      partitions: count,
      config: repairConfig(config),
      replicas: nodesOf(replicas).slice(0, count),
    });
  }

  async #reconcile(name: string, partitions: number): Promise<void> {
    if (topicNameProblem(name) !== null) return;
    const known = this.#topics.get(name);
    if (known && known.partitions >= partitions) return;
    if (known) {
      await this.save({ ...known, partitions });
    } else if (this.#doomed.has(name)) {
      await this.#logs.remove(name, partitions);
      this.#doomed.delete(name);
    } else {
      this.#notice(
        'warn',
        `topic ${name} was not in the list of topics: rebuilt from its ${partitions} partition folders`,
      );
      await this.save({ name, id: newTopicId(), partitions, config: repairConfig(undefined), replicas: [] });
    }
  }
}
