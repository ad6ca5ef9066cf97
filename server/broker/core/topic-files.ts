// Where topics live on disk: topics/<name>.<id>/topic.json and one folder a partition. Creation and deletion are a rename,
// so a crash leaves a whole topic or none; a damaged topic.json is rebuilt from the folders beside it.

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TopicConfig } from '../log/types.ts';
import { readJson, syncFolder, writeJson } from './json-file.ts';
import { topicNameProblem } from './names.ts';
import { repairConfig } from './topic-config.ts';
import type { TopicStorage } from './topics.ts';

export type StoredTopic = { name: string; id: string; directory: string; partitions: number; config: TopicConfig };
type Notice = (level: 'info' | 'warn' | 'error', message: string) => void;

const descriptor = 'topic.json';
const partial = '.creating';
const doomed = '.deleted';
const maxStoredPartitions = 10_000;

export const newTopicId = (): string => randomBytes(16).toString('base64url');
export const partitionFolder = (directory: string, partition: number): string => join(directory, String(partition));

export class TopicFiles implements TopicStorage {
  #root: string;
  #notice: Notice;

  constructor(dataDir: string, notice: Notice) {
    this.#root = join(dataDir, 'topics');
    this.#notice = notice;
  }

  /** Every topic found, by name; finishes creations and deletions that a crash interrupted. */
  async load(): Promise<StoredTopic[]> {
    await mkdir(this.#root, { recursive: true });
    const found = new Map<string, StoredTopic>();
    for (const entry of await readdir(this.#root, { withFileTypes: true })) {
      const path = join(this.#root, entry.name);
      if (!entry.isDirectory()) continue;
      if (entry.name.endsWith(partial) || entry.name.endsWith(doomed)) {
        await rm(path, { recursive: true, force: true });
        continue;
      }
      const topic = await this.#loadOne(path);
      if (!topic) this.#notice('error', `topics/${entry.name} is not a topic folder: left alone, not served`);
      else if (found.has(topic.name))
        this.#notice('error', `two folders for topic ${topic.name}: ${entry.name} ignored`);
      else found.set(topic.name, topic);
    }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async create(name: string, id: string, partitions: number, config: TopicConfig): Promise<string> {
    const directory = join(
      this.#root,
      `${name.slice(0, 200)}.${Buffer.from(id, 'base64url').toString('hex').slice(0, 12)}`,
    );
    const building = directory + partial;
    await mkdir(building, { recursive: true });
    for (let partition = 0; partition < partitions; partition += 1) await mkdir(partitionFolder(building, partition));
    await writeJson(join(building, descriptor), { name, id, partitions, config });
    await rename(building, directory);
    await syncFolder(this.#root);
    return directory;
  }

  async update(topic: StoredTopic): Promise<void> {
    const { name, id, partitions, config } = topic;
    for (let partition = 0; partition < partitions; partition += 1) {
      await mkdir(partitionFolder(topic.directory, partition), { recursive: true });
    }
    await writeJson(join(topic.directory, descriptor), { name, id, partitions, config });
  }

  async remove(directory: string): Promise<void> {
    await rename(directory, directory + doomed);
    await syncFolder(this.#root);
    await rm(directory + doomed, { recursive: true, force: true });
  }

  async #loadOne(directory: string): Promise<StoredTopic | null> {
    const onDisk = await this.#countPartitions(directory);
    const stored = (await readJson(join(directory, descriptor))) as Partial<StoredTopic> | undefined;
    if (stored && typeof stored.name === 'string' && topicNameProblem(stored.name) === null) {
      const said = Number.isInteger(stored.partitions) ? Number(stored.partitions) : 0;
      const partitions = Math.max(1, Math.min(maxStoredPartitions, said), onDisk);
      const id = isId(stored.id) ? stored.id : newTopicId();
      return { name: stored.name, id, directory, partitions, config: repairConfig(stored.config) };
    }
    const name = basename(directory).replace(/\.[0-9a-f]{12}$/, '');
    if (onDisk === 0 || name === basename(directory) || name.length >= 200 || topicNameProblem(name) !== null)
      return null;
    this.#notice('warn', `topic.json of ${name} is damaged: rebuilt from its ${onDisk} partition folders`);
    const rebuilt = { name, id: newTopicId(), directory, partitions: onDisk, config: repairConfig(undefined) };
    await this.update(rebuilt);
    return rebuilt;
  }

  async #countPartitions(directory: string): Promise<number> {
    const names = (await readdir(directory)).filter((name) => /^(0|[1-9]\d{0,3})$/.test(name));
    return names.reduce((count, name) => Math.max(count, Number(name) + 1), 0);
  }
}

const isId = (id: unknown): id is string => typeof id === 'string' && /^[A-Za-z0-9_-]{22}$/.test(id);
