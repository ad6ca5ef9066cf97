// A real Apache Kafka (KRaft, one node) for `npm run test:kafka` and `npm run bench`: its server jars are resolved by Maven
// and cached outside the repository; data lives in a temporary folder. Needs Java 17 and mvn; says so otherwise.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, onPath } from './lib.mjs';

export const referenceVersion = '4.1.0';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>relais</groupId><artifactId>reference-kafka</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${referenceVersion}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
</dependencies></project>`;

/** Folder of jars, resolved once; null with a reason where Java or Maven cannot. */
async function jars() {
  if (!onPath(['java'])) return { folder: null, reason: 'Java est absent (il faut Java 17 ou plus récent).' };
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'relais', `kafka-${referenceVersion}`);
  const folder = join(cache, 'libs');
  if (existsSync(join(cache, 'complete'))) return { folder };
  if (!onPath(['mvn'])) return { folder: null, reason: 'Maven est absent (commande mvn).' };
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'pom.xml'), pom);
  const { code, output } = await capture(
    'mvn',
    ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'],
    {
      cwd: cache,
    },
  );
  if (code !== 0) return { folder: null, reason: `Maven n’a pas trouvé Kafka : ${output.slice(-300)}` };
  writeFileSync(join(cache, 'complete'), referenceVersion);
  return { folder };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const settings = (port, controller, data) => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${data}
num.partitions=3
offsets.topic.replication.factor=1
offsets.topic.num.partitions=5
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
`;

/** {brokers, startMs, pid, stop()} or {brokers: null, reason}. `startMs`: from launch to the ready line. */
export async function startReferenceKafka() {
  const { folder, reason } = await jars();
  if (!folder) return { brokers: null, reason };
  const home = mkdtempSync(join(tmpdir(), 'relais-kafka-'));
  const [port, controller] = [await freePort(), await freePort()];
  const file = join(home, 'server.properties');
  writeFileSync(file, settings(port, controller, join(home, 'data')));
  const classpath = join(folder, '*');
  const id = Buffer.from(home.padEnd(16).slice(-16)).toString('base64url').slice(0, 22);
  const format = await capture('java', ['-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', file]);
  if (format.code !== 0)
    return { brokers: null, reason: `Kafka n’a pas formaté son dossier : ${format.output.slice(-300)}` };
  const from = Date.now();
  const child = spawn('java', ['-Xmx1g', '-cp', classpath, 'kafka.Kafka', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  const ready = new Promise((resolve) => {
    const look = (chunk) => {
      output = (output + chunk).slice(-20_000);
      if (output.includes('Kafka Server started')) resolve(true);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
  });
  const started = await Promise.race([ready, ended.then(() => false)]);
  if (!started) return { brokers: null, reason: `Kafka s’est arrêté : ${output.slice(-500)}` };
  return { brokers: `127.0.0.1:${port}`, startMs: Date.now() - from, pid: child.pid ?? 0, stop };
}
