// The topic registry: which topics exist, their partitions and logs. Changes of one topic wait for each other;
// what is told to clients is on disk first.

import type { BrokerEvent, TopicInfo } from '../events.ts';
import type { LogStore } from '../log/log-store.ts';
import type { TopicConfig } from '../log/types.ts';
import { errorCodes } from '../protocol/errors.ts';
import { release } from './fetch-waiters.ts';
import { collisionKey, topicNameProblem } from './names.ts';
import { newPartition, type Partition, type Topic } from './partition.ts';
import type { StoredLeader } from './replication.ts';
import { defaultTopicConfig } from './topic-config.ts';
import { newTopicId, type StoredTopic, type TopicStore } from './topic-store.ts';

export type TopicsOptions = {
  store: TopicStore;
  logs: LogStore;
  emit(event: BrokerEvent): void;
  maxTopics: number;
  maxPartitions: number;
  /** Where copies go: of new partitions, of those of earlier runs, and who led these. */
  nodes: {
    place(count: number, from: number): number[][];
    /** Copies as stored, without nodes that are no more. */
    repaired(nodes: readonly number[] | undefined): number[];
    leader(topicId: string, partition: number): StoredLeader | undefined;
    adopt(partitions: readonly Partition[]): Promise<void>;
  };
};

export type TopicChange = { ok: true; topic: Topic } | { ok: false; code: number; message: string };

const refused = (code: number, message: string): TopicChange => ({ ok: false, code, message });
const internal = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state']);

export class Topics {
  #options: TopicsOptions;
  #byName = new Map<string, Topic>();
  #byId = new Map<string, Topic>();
  #collisions = new Map<string, string>();
  #partitions = 0;
  /** Topics being created. */
  #coming = 0;
  /** Last change of each name still under way. */
  #changing = new Map<string, Promise<unknown>>();

  constructor(options: TopicsOptions) {
    this.#options = options;
  }

  /** Opens every stored topic. */
  async load(): Promise<void> {
    for (const stored of await this.#options.store.load()) {
      const topic = topicOf(stored);
      const { leader, repaired } = this.#options.nodes;
      const nodes = Array.from({ length: stored.partitions }, (_, index) => repaired(stored.replicas[index]));
      await this.#openPartitions(topic, nodes, (index) => leader(stored.id, index));
      this.#register(topic);
    }
  }

  get(name: string): Topic | undefined {
    return this.#byName.get(name);
  }

  byId(id: string): Topic | undefined {
    return this.#byId.get(id);
  }

  partition(name: string, index: number): Partition | undefined {
    return this.#byName.get(name)?.partitions[index];
  }

  get partitionCount(): number {
    return this.#partitions;
  }

  list(): Topic[] {
    return [...this.#byName.values()];
  }

  /** Why a topic could not be created; null when it could. Codes 17, 36, 37, 44. */
  problem(name: string, partitions: number): { code: number; message: string } | null {
    const bad = topicNameProblem(name) ?? (internal.has(name) ? `Topic name is invalid: '${name}' is reserved` : null);
    if (bad !== null) return { code: errorCodes.INVALID_TOPIC_EXCEPTION, message: bad };
    if (this.#byName.has(name))
      return { code: errorCodes.TOPIC_ALREADY_EXISTS, message: `Topic '${name}' already exists.` };
    const other = this.#collisions.get(collisionKey(name));
    if (other !== undefined) {
      return {
        code: errorCodes.INVALID_TOPIC_EXCEPTION,
        message: `Topic '${name}' collides with existing topic '${other}'`,
      };
    }
    if (partitions < 1)
      return { code: errorCodes.INVALID_PARTITIONS, message: 'Number of partitions must be at least 1.' };
    if (this.#byName.size + this.#coming >= this.#options.maxTopics) {
      return {
        code: errorCodes.POLICY_VIOLATION,
        message: `This broker holds at most ${this.#options.maxTopics} topics.`,
      };
    }
    return this.#roomProblem(partitions);
  }

  create(
    name: string,
    partitions: number,
    cause: 'auto' | 'admin',
    config: TopicConfig = defaultTopicConfig,
    replicas?: number[][],
  ): Promise<TopicChange> {
    return this.#inTurn(name, async () => {
      const problem = this.problem(name, partitions);
      if (problem) return refused(problem.code, problem.message);
      // Reserved before the first wait, so that creations side by side respect the limits and the names.
      const nodes = replicas ?? this.#options.nodes.place(partitions, this.#partitions);
      this.#coming += 1;
      this.#partitions += partitions;
      this.#collisions.set(collisionKey(name), name);
      try {
        const id = newTopicId();
        const topic: Topic = { name, id, config, partitions: [] };
        await this.#options.store.save({ name, id, partitions, config, replicas: nodes });
        await this.#openPartitions(topic, nodes);
        this.#coming -= 1;
        this.#partitions -= partitions;
        this.#register(topic);
        this.#options.emit({ type: 'topic-created', topic: name, partitions, cause });
        await this.#options.nodes.adopt(topic.partitions);
        return { ok: true, topic };
      } catch (error) {
        this.#coming -= 1;
        this.#partitions -= partitions;
        this.#collisions.delete(collisionKey(name));
        return this.#storageRefusal(`topic ${name} could not be created`, error);
      }
    });
  }

  /** The topic, created when it misses (auto.create.topics.enable); made once however many ask. */
  async ensure(name: string, partitions: number): Promise<TopicChange> {
    const change = await this.create(name, partitions, 'auto');
    const topic = this.#byName.get(name);
    return !change.ok && topic ? { ok: true, topic } : change;
  }

  /** CreatePartitions: `total` is the new count. */
  addPartitions(
    name: string,
    total: number,
    options: { validateOnly?: boolean; replicas?: number[][] | undefined } = {},
  ): Promise<TopicChange> {
    return this.#inTurn(name, async () => {
      const topic = this.#byName.get(name);
      if (!topic) return refused(errorCodes.UNKNOWN_TOPIC_OR_PARTITION, `Topic '${name}' does not exist.`);
      const more = total - topic.partitions.length;
      if (more <= 0) {
        return refused(
          errorCodes.INVALID_PARTITIONS,
          `Topic currently has ${topic.partitions.length} partitions, which is higher than the requested ${total}.`,
        );
      }
      const room = this.#roomProblem(more);
      if (room) return refused(room.code, room.message);
      if (options.validateOnly) return { ok: true, topic };
      const before = topic.partitions.map(({ replication }) => [...replication.nodes]);
      const copies = before[0]?.length ?? 1;
      const placed = this.#options.nodes.place(more, this.#partitions).map((nodes) => nodes.slice(0, copies));
      const added = options.replicas ?? placed;
      this.#partitions += more;
      try {
        await this.#save(topic, [...before, ...added]);
        const first = topic.partitions.length;
        await this.#openPartitions(topic, added);
        this.#options.emit({ type: 'partitions-added', topic: name, partitions: total });
        await this.#options.nodes.adopt(topic.partitions.slice(first));
        return { ok: true, topic };
      } catch (error) {
        this.#partitions -= total - topic.partitions.length;
        return this.#storageRefusal(`topic ${name} could not be extended`, error);
      }
    });
  }

  setConfig(name: string, config: TopicConfig): Promise<TopicChange> {
    return this.#inTurn(name, async () => {
      const topic = this.#byName.get(name);
      if (!topic) return refused(errorCodes.UNKNOWN_TOPIC_OR_PARTITION, `Topic '${name}' does not exist.`);
      const before = topic.config;
      topic.config = config;
      try {
        await this.#save(topic);
        for (const { log } of topic.partitions) log.configure(config);
        return { ok: true, topic };
      } catch (error) {
        topic.config = before;
        return this.#storageRefusal(`settings of ${name} could not be written`, error);
      }
    });
  }

  delete(name: string): Promise<TopicChange> {
    return this.#inTurn(name, async () => {
      const topic = this.#byName.get(name);
      if (!topic) return refused(errorCodes.UNKNOWN_TOPIC_OR_PARTITION, `Topic '${name}' does not exist.`);
      this.#byName.delete(name);
      this.#byId.delete(topic.id);
      this.#collisions.delete(collisionKey(name));
      this.#partitions -= topic.partitions.length;
      this.#options.emit({ type: 'topic-deleted', topic: name });
      this.#letGo(topic);
      try {
        await this.#options.store.remove(name, topic.partitions.length);
      } catch (error) {
        this.#storageRefusal(`files of ${name} could not be removed`, error);
      }
      return { ok: true, topic };
    });
  }

  snapshot(): TopicInfo[] {
    return this.list().map((topic) => ({
      topic: topic.name,
      partitions: topic.partitions.map(({ index, log, announcedEnd, replication }) => ({
        partition: index,
        logStart: Math.min(log.logStart, announcedEnd),
        end: announcedEnd,
        leader: replication.leader,
        epoch: replication.epoch,
        replicas: [...replication.nodes],
        isr: [...replication.isr],
      })),
    }));
  }

  /** Waits for changes under way and lets parked fetches go. The log store stays the caller's. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#changing.values());
    for (const topic of this.#byName.values()) this.#letGo(topic);
  }

  /** Requests that wait on the topic look again. */
  #letGo(topic: Topic): void {
    for (const { gate, replication } of topic.partitions) {
      release(gate);
      replication.release();
    }
  }

  #roomProblem(more: number): { code: number; message: string } | null {
    if (this.#partitions + more <= this.#options.maxPartitions) return null;
    return {
      code: errorCodes.POLICY_VIOLATION,
      message: `This broker holds at most ${this.#options.maxPartitions} partitions.`,
    };
  }

  #storageRefusal(what: string, error: unknown): TopicChange {
    const message = `${what}: ${error instanceof Error ? error.message : String(error)}`;
    this.#options.emit({ type: 'notice', level: 'error', message });
    return refused(errorCodes.KAFKA_STORAGE_ERROR, message);
  }

  #save({ name, id, config, partitions }: Topic, nodes?: number[][]): Promise<void> {
    const replicas = nodes ?? partitions.map(({ replication }) => [...replication.nodes]);
    return this.#options.store.save({ name, id, partitions: replicas.length, config, replicas });
  }

  /** Opens the partitions that follow those there are; `replicas`: the nodes of each. */
  async #openPartitions(
    topic: Topic,
    replicas: readonly number[][],
    leader: (index: number) => StoredLeader | undefined = () => undefined,
  ): Promise<void> {
    const opened: Partition[] = [];
    for (const nodes of replicas) {
      const index = topic.partitions.length + opened.length;
      const log = await this.#options.logs.open(topic.name, index, topic.config);
      opened.push(newPartition(topic, index, log, nodes, leader(index)));
    }
    topic.partitions.push(...opened);
  }

  #register(topic: Topic): void {
    this.#byName.set(topic.name, topic);
    this.#byId.set(topic.id, topic);
    this.#collisions.set(collisionKey(topic.name), topic.name);
    this.#partitions += topic.partitions.length;
  }

  #inTurn<T>(name: string, change: () => Promise<T>): Promise<T> {
    const before = this.#changing.get(name) ?? Promise.resolve();
    const turn = before.then(change, change);
    this.#changing.set(name, turn);
    const forget = (): void => {
      if (this.#changing.get(name) === turn) this.#changing.delete(name);
    };
    turn.then(forget, forget);
    return turn;
  }
}

const topicOf = (stored: StoredTopic): Topic => ({
  name: stored.name,
  id: stored.id,
  config: stored.config,
  partitions: [],
});
