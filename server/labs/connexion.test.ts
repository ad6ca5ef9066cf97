// Each stage of the doctor, reproduced with real programs against a real broker on a free port.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Cause, type Diagnosis, diagnose } from '#labs/connexion/diagnosis.ts';
import type { Attempt, ConnexionState } from '#labs/connexion/lab.ts';
import { startBroker } from '#server/broker/index.ts';
import { systemClock } from '#server/realtime/index.ts';
import { embeddedPlace } from '../place.ts';
import { createConnexionLab } from './connexion.ts';

const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
const kcat = process.env.RELAIS_KCAT || 'kcat';
const noPython = !has(python, '-c', 'import kafka');
const noKcat = !has(kcat, '-V');
/** Long enough for a silence to mean something. */
const later = 60_000;

async function start(advertisedHost = '127.0.0.1') {
  const broker = await startBroker({ port: 0, host: '127.0.0.1', advertisedHost, flushMs: 1 });
  const lab = createConnexionLab({ clock: systemClock, epoch: 'e' });
  const { close } = await lab.tap(broker).open(() => {});
  lab.open(embeddedPlace(broker.address, broker.advertised), (clientId) => clientId.startsWith('page-'));
  onTestFinished(async () => {
    lab.close();
    close();
    await broker.close();
  });
  const state = () => lab.journal.snapshot().state as ConnexionState;
  await until(() => state().reached !== null);
  const seen = (attempt: Attempt, after = 0): Diagnosis => diagnose(attempt, state(), Date.now() + after);
  /** Waits until an attempt satisfies `is`, seen `after` ms later. */
  async function attempt(is: (cause: Cause, attempt: Attempt) => boolean, after = 0) {
    await until(() => state().attempts.some((one) => is(seen(one, after).cause, one)));
    const found = state().attempts.find((one) => is(seen(one, after).cause, one));
    if (!found) throw new Error('gone');
    return { attempt: found, ...seen(found, after) };
  }
  return {
    broker,
    lab,
    state,
    attempt,
    seen,
    port: broker.address.port,
    bootstrap: `127.0.0.1:${broker.address.port}`,
  };
}

async function until(ready: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!ready()) {
    if (performance.now() > end) throw new Error(`never became true: ${ready}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function run(command: string, args: string[]): ChildProcess {
  const child = spawn(command, args, { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
const runPython = (code: string) => run(python, ['-c', code]);

describe('nothing', () => {
  it('is said of a program that knocks elsewhere', async () => {
    const { state } = await start();
    const closed = connect({ host: '127.0.0.1', port: 1 });
    await new Promise<void>((resolve) => closed.once('error', () => resolve()));
    expect([state().knocks, state().attempts]).toEqual([0, []]);
  });

  it('is said of the clients that pages start, nor of the server’s own knock', async () => {
    const { state, bootstrap, attempt } = await start();
    const kafka = (clientId: string) => new Kafka({ brokers: [bootstrap], clientId, logLevel: logLevel.NOTHING });
    for (const clientId of ['page-ada', 'program']) {
      const admin = kafka(clientId).admin();
      await admin.connect();
      await admin.listTopics();
      await admin.disconnect();
    }
    await attempt((_, one) => one.clientId === 'program' && one.open.length === 0);
    expect(state().attempts.map(({ clientId }) => clientId)).toEqual(['program']);
    expect(state().knocks).toBe(1);
  });
});

describe('TCP, but not Kafka', () => {
  it('knows a connection that says nothing from one that closes without a word', async () => {
    const { attempt, port } = await start();
    const mute = connect({ host: '127.0.0.1', port });
    onTestFinished(() => void mute.destroy());
    const waiting = await attempt((cause) => cause.kind === 'in-progress');
    expect(waiting.verdicts).toMatchObject({ reached: 'yes', kafka: 'waiting' });
    expect((await attempt((cause) => cause.kind === 'mute', later)).verdicts.kafka).toBe('no');
    mute.end();
    await attempt((cause) => cause.kind === 'probe');
  });

  it('recognises a browser or curl by their first bytes', async () => {
    const { attempt, port } = await start();
    await fetch(`http://127.0.0.1:${port}/`).catch(() => {});
    const { cause, verdicts } = await attempt(({ kind }) => kind === 'not-kafka');
    expect(cause).toMatchObject({ bytes: { ascii: 'GET ', hex: '47 45 54 20', spoken: 'http' } });
    expect(verdicts).toEqual({ reached: 'yes', kafka: 'no', metadata: 'unknown', back: 'unknown', work: 'unknown' });
  });

  it('recognises TLS', async () => {
    const { attempt, port } = await start();
    connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }).on('error', () => {});
    const { cause } = await attempt(({ kind }) => kind === 'not-kafka');
    expect(cause).toMatchObject({ bytes: { spoken: 'tls' } });
  });

  it('shows other bytes as they are', async () => {
    const { attempt, port } = await start();
    for (const [text, spoken] of [
      ['SSH-2.0-x\r\n', 'ssh'],
      ['AMQP\u0000\u0000\u0009\u0001', 'amqp'],
      ['bonjour !', null],
    ] as const) {
      const socket = connect({ host: '127.0.0.1', port }, () => socket.end(text));
      socket.on('error', () => {});
      const { cause } = await attempt((one) => one.kind === 'not-kafka' && one.bytes?.ascii === text.slice(0, 4));
      expect(cause).toMatchObject({ bytes: { spoken } });
    }
  });
});

describe('Kafka, but not to the end', () => {
  it.skipIf(noPython)('names an attempt to authenticate', async () => {
    const { attempt, bootstrap } = await start();
    const sasl =
      'security_protocol="SASL_PLAINTEXT", sasl_mechanism="PLAIN", sasl_plain_username="a", sasl_plain_password="b"';
    runPython(
      `from kafka import KafkaProducer\nKafkaProducer(bootstrap_servers="${bootstrap}", client_id="eleve", ${sasl})`,
    );
    const { verdicts } = await attempt(({ kind }) => kind === 'auth');
    expect(verdicts.kafka).toBe('yes');
  });

  it('stops at the first word of a program that leaves after it', async () => {
    const { attempt, bootstrap } = await start();
    const kafka = new Kafka({
      brokers: [bootstrap],
      clientId: 'avec-mot-de-passe',
      logLevel: logLevel.NOTHING,
      sasl: { mechanism: 'plain', username: 'a', password: 'b' },
      retry: { retries: 0 },
    });
    const admin = kafka.admin();
    await admin.connect().catch(() => {});
    const { verdicts } = await attempt(({ kind }) => kind === 'no-metadata', later);
    expect(verdicts).toMatchObject({ kafka: 'yes', metadata: 'no' });
    await admin.disconnect().catch(() => {});
  });

  it.skipIf(noPython)('sees a kafka-python that got metadata and cannot reach the advertised address', async () => {
    const { attempt, bootstrap, state } = await start('injoignable.invalid');
    expect(state().reached).toMatchObject({ reached: false, detail: 'ENOTFOUND' });
    runPython(
      `from kafka import KafkaProducer\np = KafkaProducer(bootstrap_servers="${bootstrap}", client_id="eleve")\np.send("t", b"x")\np.flush(20)`,
    );
    const { verdicts } = await attempt(
      (cause, one) => one.clientId === 'eleve' && cause.kind === 'advertised-dead',
      later,
    );
    expect(verdicts).toMatchObject({ kafka: 'yes', metadata: 'yes', work: 'unknown' });
    expect(['no', 'unknown']).toContain(verdicts.back);
  });

  it.skipIf(noKcat)('sees a kcat consumer that cannot come back either', async () => {
    const { attempt, bootstrap } = await start('injoignable.invalid');
    run(kcat, ['-C', '-b', bootstrap, '-t', 'demo', '-X', 'client.id=kcat-eleve']);
    const { verdicts } = await attempt(
      (cause, one) => one.clientId === 'kcat-eleve' && cause.kind === 'advertised-dead',
      later,
    );
    // `unknown` once it has given up: by then nothing says that it wanted more than the list.
    expect(['no', 'unknown']).toContain(verdicts.back);
  });

  it.skipIf(noKcat)('does not call a mere look at the topics a failure', async () => {
    const { attempt, bootstrap } = await start();
    run(kcat, ['-L', '-b', bootstrap, '-X', 'client.id=curieux']);
    const { verdicts } = await attempt((cause, one) => one.clientId === 'curieux' && cause.kind === 'only-looked');
    expect(verdicts).toMatchObject({ metadata: 'yes', back: 'unknown', work: 'unknown' });
  });

  it.skipIf(noPython)('does not know why a program that asked for a bad topic stays silent, and says so', async () => {
    const { attempt, bootstrap } = await start();
    runPython(
      `from kafka import KafkaProducer\np = KafkaProducer(bootstrap_servers="${bootstrap}", client_id="eleve", max_block_ms=20000)\np.send("mauvais nom!", b"x")`,
    );
    const { verdicts } = await attempt((cause, one) => one.clientId === 'eleve' && cause.kind === 'silent', later);
    expect(verdicts).toMatchObject({ metadata: 'yes', back: 'unknown', work: 'unknown' });
  });
});

describe('Kafka, to the end', () => {
  it('sees kafkajs write, and join a group', async () => {
    const { attempt, bootstrap } = await start();
    const kafka = new Kafka({ brokers: [bootstrap], clientId: 'tout-va-bien', logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 'demo', messages: [{ value: 'x' }] });
    const { verdicts, attempt: one } = await attempt(
      (cause, { clientId }) => clientId === 'tout-va-bien' && cause.kind === 'works',
    );
    expect(verdicts).toEqual({ reached: 'yes', kafka: 'yes', metadata: 'yes', back: 'yes', work: 'yes' });
    expect(one.work).toEqual([{ work: 'produced', name: 'demo' }]);
    const consumer = kafka.consumer({ groupId: 'groupe' });
    await consumer.connect();
    await consumer.subscribe({ topic: 'demo', fromBeginning: true });
    await consumer.run({ eachMessage: async () => {} });
    await attempt((_, { work }) => work.some(({ work: kind, name }) => kind === 'joined' && name === 'groupe'));
    await consumer.disconnect();
    await producer.disconnect();
  });

  it.skipIf(noPython)('sees kafka-python by its name, library and version', async () => {
    const { attempt, bootstrap } = await start();
    runPython(
      `from kafka import KafkaProducer\np = KafkaProducer(bootstrap_servers="${bootstrap}", client_id="essai.py")\np.send("demo", b"x").get(20)\np.close()`,
    );
    const { attempt: one } = await attempt((cause, { clientId }) => clientId === 'essai.py' && cause.kind === 'works');
    expect(one.tries).toBe(1);
  });

  it('shows a flood as a few connections', async () => {
    const { state, port } = await start();
    const sockets = Array.from({ length: 300 }, () => connect({ host: '127.0.0.1', port }).on('error', () => {}));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    await until(() => state().knocks > 0);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(state().attempts.length).toBeLessThanOrEqual(40);
    expect(state().knocks).toBeLessThanOrEqual(120);
  });
});
