// Asks every probe of one broker, and holds the answers against those of another.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTopics } from '../apis/19-create-topics/messages.ts';
import { until } from './ground.ts';
import { judged } from './judged.ts';
import { NotServed, type Served, within } from './mock-cluster.ts';
import { type Probe, produced, type Setting, three } from './probe-kit.ts';
import { adminProbes } from './probes-admin.ts';
import { dataProbes } from './probes-data.ts';
import { groupProbes } from './probes-groups.ts';
import { openWire, type Wire } from './wire.ts';

/** Answers by the name of their probe, as JSON holds them. */
export type Answers = Record<string, unknown>;
export type Difference = { probe: string; ours: unknown; theirs: unknown };

export const probes: readonly Probe[] = [...dataProbes, ...groupProbes, ...adminProbes];

/** Where the broker is now: one that a probe killed may have been started again elsewhere. */
export type Whereabouts = () => Promise<string>;

/**
 * A probe that gets no answer has "hung up" for one. A fresh connection each, since some close theirs. With `served`,
 * nothing else is asked, and a probe that needs more has no answer.
 */
export async function answersOf(brokers: string | Whereabouts, served?: Served): Promise<Answers> {
  const prefix = `probe-${Date.now().toString(36)}`;
  const name = (what: string): string => `${prefix}-${what}`;
  const topic = name('topic');
  const open = async (address: string): Promise<Wire> => {
    const wire = await openWire(address);
    return served ? within(served, wire) : wire;
  };
  const answers: Answers = {};
  let known = '';
  for (const probe of probes) {
    if (served && probe.name.startsWith(`${createTopics.name}:`) && !served.has(createTopics.key)) continue;
    const address = typeof brokers === 'string' ? brokers : await brokers();
    if (address !== known) await prepare(await open(address), topic);
    known = address;
    const answer = await answerOf(probe, await open(address), { topic, name });
    if (answer !== undefined) answers[probe.name] = answer;
  }
  return answers;
}

async function prepare(wire: Wire, topic: string): Promise<void> {
  const plain = { name: topic, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] };
  await wire.ask(createTopics, 4, { topics: [plain], timeoutMs: 10_000 });
  await until('the topic', async () => (await produced(wire, topic, three())).errorCode === 0);
  wire.close();
}

async function answerOf(probe: Probe, wire: Wire, setting: Omit<Setting, 'wire'>): Promise<unknown> {
  try {
    // Undefined is not in JSON; sixty-four-bit numbers are.
    return JSON.parse(JSON.stringify((await probe.ask({ ...setting, wire })) ?? null));
  } catch (error) {
    if (error instanceof NotServed) return undefined;
    return error instanceof Error ? error.message : String(error);
  } finally {
    wire.close();
  }
}

export const differences = (ours: Answers, theirs: Answers): Difference[] =>
  probes
    .map(({ name }) => ({ probe: name, ours: ours[name], theirs: theirs[name] }))
    .filter(({ ours: here, theirs: there }) => here !== undefined || there !== undefined)
    .filter((one) => JSON.stringify(one.ours) !== JSON.stringify(one.theirs));

/** A difference from a third broker, in the light of what Apache Kafka answers: `gap`: as we do. */
export type Verdict = 'gap' | 'judged' | 'new';
export function verdictOf({ probe, ours }: Difference, apache: Answers): Verdict {
  if (JSON.stringify(ours) === JSON.stringify(apache[probe])) return 'gap';
  return judged.some((one) => one.probe === probe) ? 'judged' : 'new';
}

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
