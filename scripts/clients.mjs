// The outside Kafka clients that tests use (kcat, kafka-python): installed from Debian's packages where root may.
import { existsSync } from 'node:fs';
import { capture, onPath, run, say } from './lib.mjs';

const packages = { kcat: 'kcat', 'kafka-python': 'python3-kafka' };

async function pythonWithKafka() {
  const candidates = [process.env.RELAIS_PYTHON, '/usr/bin/python3', onPath(['python3'])].filter(Boolean);
  for (const python of candidates) {
    if (!existsSync(python)) continue;
    const { code } = await capture(python, ['-c', 'import kafka']);
    if (code === 0) return python;
  }
  return null;
}

/** {kcat, python}: paths, or null where the client cannot be had (tests then skip, saying why). */
export async function findClients({ install = true } = {}) {
  let kcat = onPath(['kcat', 'kafkacat']);
  let python = await pythonWithKafka();
  const missing = [kcat ? null : packages.kcat, python ? null : packages['kafka-python']].filter(Boolean);
  if (
    missing.length > 0 &&
    install &&
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    onPath(['apt-get'])
  ) {
    say(`installation des clients Kafka des tests (apt-get install ${missing.join(' ')})…`);
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing]);
    kcat = onPath(['kcat', 'kafkacat']);
    python = await pythonWithKafka();
  }
  return { kcat, python };
}
