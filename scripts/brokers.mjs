// The real brokers that tests of adapters use (Redis, RabbitMQ, Mosquitto): from Debian's packages where root may install them.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { onPath, run, say } from './lib.mjs';

/** A program of each package, where Debian puts it. */
const programs = {
  'redis-server': '/usr/bin/redis-server',
  'rabbitmq-server': '/usr/lib/rabbitmq/bin/rabbitmq-server',
  mosquitto: '/usr/sbin/mosquitto',
  'mosquitto-clients': '/usr/bin/mosquitto_sub',
};

/** While this file says 101, Debian's packages start no service: tests start their own, elsewhere. */
const policy = '/usr/sbin/policy-rc.d';

const missing = () => Object.keys(programs).filter((name) => !existsSync(programs[name]));

/** Names of the packages that are still missing; their tests then skip, saying so. */
export async function installBrokers() {
  const wanted = missing();
  const may = process.platform === 'linux' && process.getuid?.() === 0 && onPath(['apt-get']);
  if (wanted.length === 0 || !may) return wanted;
  say(`installation des brokers des tests (apt-get install ${wanted.join(' ')})…`);
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted]);
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
  return missing();
}
