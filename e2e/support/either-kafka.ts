// Journeys that must hold on any Kafka. By default the embedded one, fresh for each; with KAFKA_BROKERS the cluster named
// there, which others use too: each journey works in the sandbox of a student of its own, and clears it away.
import { randomBytes } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { test as base } from './page.ts';

const cluster = process.env.KAFKA_BROKERS?.trim() || null;

/**
 * What only the embedded Kafka shows of outside programs: who writes and how each leaves, and where it begins to read. The
 * capabilities `clients` and `readings` of the page. Expected where it is true; where it is not, the page must say so.
 */
export const shows = { programs: cluster === null, readings: cluster === null };

export const test = base.extend({
  settings: cluster === null ? {} : { KAFKA_BROKERS: cluster },
  sandbox: async ({ settings }, use) => {
    const brokers = settings.KAFKA_BROKERS;
    if (brokers === undefined) return use(null);
    const student = `e2e-${randomBytes(4).toString('hex')}`;
    await use(student);
    await clear(brokers, `${student}.`);
  },
});

/** Deletes the topics of a sandbox; what groups committed there goes with them. */
async function clear(brokers: string, prefix: string): Promise<void> {
  const admin = new Kafka({ brokers: brokers.split(','), clientId: 'e2e', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
