// The outside clients that tests use (kcat, kafka-python, Python's websockets): installed from Debian's packages where root may.
import { existsSync } from 'node:fs';
import { capture, onPath, run, say } from './lib.mjs';

/** Debian's Python modules that the clients' tests import, and the package each comes from. */
const modules = {
  kafka: 'python3-kafka',
  websockets: 'python3-websockets',
  confluent_kafka: 'python3-confluent-kafka',
  snappy: 'python3-snappy',
  lz4: 'python3-lz4',
  zstandard: 'python3-zstandard',
};

async function pythonWithKafka() {
  const candidates = [process.env.RELAIS_PYTHON, '/usr/bin/python3', onPath(['python3'])].filter(Boolean);
  for (const python of candidates) {
    if (!existsSync(python)) continue;
    const { code } = await capture(python, ['-c', 'import kafka']);
    if (code === 0) return python;
  }
  return null;
}

/** Debian packages whose module Debian's own Python cannot import. */
async function missingModules() {
  const missing = [];
  for (const [module, name] of Object.entries(modules)) {
    const { code } = await capture('/usr/bin/python3', ['-c', `import ${module}`]);
    if (code !== 0) missing.push(name);
  }
  return missing;
}

/** {kcat, python}: paths, or null where the client cannot be had (tests then skip, saying why). */
export async function findClients({ install = true } = {}) {
  const mayInstall = install && process.platform === 'linux' && process.getuid?.() === 0 && onPath(['apt-get']);
  const missing = mayInstall ? await missingModules() : [];
  if (mayInstall && !onPath(['kcat', 'kafkacat'])) missing.push('kcat');
  if (missing.length > 0) {
    say(`installation des clients Kafka des tests (apt-get install ${missing.join(' ')})…`);
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  }
  return { kcat: onPath(['kcat', 'kafkacat']), python: await pythonWithKafka() };
}
