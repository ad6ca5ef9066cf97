// Asks every probe of one broker, and holds the answers against those of another.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTopics } from '../apis/19-create-topics/messages.ts';
import { until } from './ground.ts';
import { type Probe, produced, type Setting, three } from './probe-kit.ts';
import { adminProbes } from './probes-admin.ts';
import { dataProbes } from './probes-data.ts';
import { groupProbes } from './probes-groups.ts';
import { openWire } from './wire.ts';

/** Answers by the name of their probe, as JSON holds them. */
export type Answers = Record<string, unknown>;
export type Difference = { probe: string; ours: unknown; theirs: unknown };

export const probes: readonly Probe[] = [...dataProbes, ...groupProbes, ...adminProbes];

/** A probe that gets no answer has "hung up" for one. A fresh connection each, since some close theirs. */
export async function answersOf(brokers: string): Promise<Answers> {
  const prefix = `probe-${Date.now().toString(36)}`;
  const name = (what: string): string => `${prefix}-${what}`;
  const topic = name('topic');
  const first = await openWire(brokers);
  const plain = { name: topic, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] };
  await first.ask(createTopics, 4, { topics: [plain], timeoutMs: 10_000 });
  await until('the topic', async () => (await produced(first, topic, three())).errorCode === 0);
  first.close();
  const answers: Answers = {};
  for (const probe of probes) answers[probe.name] = await answerOf(probe, brokers, { topic, name });
  return answers;
}

async function answerOf(probe: Probe, brokers: string, setting: Omit<Setting, 'wire'>): Promise<unknown> {
  const wire = await openWire(brokers);
  try {
    // Undefined is not in JSON; sixty-four-bit numbers are.
    return JSON.parse(JSON.stringify((await probe.ask({ ...setting, wire })) ?? null));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    wire.close();
  }
}

export const differences = (ours: Answers, theirs: Answers): Difference[] =>
  probes
    .map(({ name }) => ({ probe: name, ours: ours[name], theirs: theirs[name] }))
    .filter((one) => JSON.stringify(one.ours) !== JSON.stringify(one.theirs));

/** What Apache Kafka answered, and which; one line an answer. */
export type Reference = { apache: string; answers: Answers };
const referenceFile = join(import.meta.dirname, 'reference.jsonl');

export function writeReference({ apache, answers }: Reference): void {
  const lines = Object.entries(answers).map(([probe, answer]) => JSON.stringify({ probe, answer }));
  writeFileSync(referenceFile, `${[JSON.stringify({ apache }), ...lines].join('\n')}\n`);
}

export function readReference(): Reference {
  const [first = '{}', ...lines] = readFileSync(referenceFile, 'utf8').trim().split('\n');
  const answers = lines.map((line) => JSON.parse(line) as { probe: string; answer: unknown });
  const { apache = '' } = JSON.parse(first) as { apache?: string };
  return { apache, answers: Object.fromEntries(answers.map(({ probe, answer }) => [probe, answer])) };
}
