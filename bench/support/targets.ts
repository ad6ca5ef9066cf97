// The brokers of one comparison, started in turn on fresh data.
import { spawnSync } from 'node:child_process';
import { mockCommand, mockPort } from '#server/broker/testing/mock-cluster.ts';
import { startReferenceKafka } from '../../scripts/reference-kafka.mjs';
import { bundledBroker, launch, launchOurs, type Running, temporary } from './peers.ts';

export type Target = {
  name: string;
  /** Topics are made by asking for their metadata: the mock has no CreateTopics. */
  makesTopicsByAsking: boolean;
  start(): Promise<Running>;
};

const python = '/usr/bin/python3';

/** What can be started here, and the reasons for what cannot. `ours`: durability modes to measure. */
export async function findTargets(
  names: readonly string[],
): Promise<{ targets: Target[]; missing: string[]; remove(): void }> {
  const bundle = await bundledBroker();
  const targets: Target[] = [];
  const missing: string[] = [];
  for (const name of names) {
    if (name === 'relais' || name === 'relais-durable') {
      const settings = { KAFKA_DURABILITY: name === 'relais' ? 'interval' : 'durable' };
      targets.push({ name, makesTopicsByAsking: false, start: () => startOurs(bundle.file, settings) });
    } else if (name === 'mock') {
      const { status } = spawnSync(python, ['-c', 'import confluent_kafka']);
      const start = (): Promise<Running> => launch(...mockCommand(python), mockPort);
      if (status === 0) targets.push({ name, makesTopicsByAsking: true, start });
      else missing.push('mock: python3-confluent-kafka is not installed');
    } else if (name === 'kafka') {
      const first = await startReferenceKafka();
      if (first.brokers === null) missing.push(`kafka: ${first.reason}`);
      else {
        await first.stop();
        targets.push({ name, makesTopicsByAsking: false, start: startKafka });
      }
    } else missing.push(`${name}: unknown`);
  }
  return { targets, missing, remove: bundle.remove };
}

async function startOurs(file: string, settings: Record<string, string>): Promise<Running> {
  const folder = await temporary();
  const running = await launchOurs(file, folder.path, settings);
  const kill = async (): Promise<void> => {
    await running.kill();
    await folder.remove();
  };
  return { ...running, kill };
}

async function startKafka(): Promise<Running> {
  const started = await startReferenceKafka();
  if (started.brokers === null) throw new Error(started.reason);
  const { brokers, startMs, stop, pid } = started;
  return { port: Number(brokers.split(':').at(-1)), startMs, pid, kill: stop, stop };
}
