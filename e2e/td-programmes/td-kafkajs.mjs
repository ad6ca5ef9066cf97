// Les deux programmes du TD avec kafkajs : justes sans FAUTE, faux d'une seule façon avec elle.
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const { SERVEUR = '', TOPIC = '', FAUTE = '', ROLE = '', GROUPE = 'atelier', LOTS = 'LOT_42' } = process.env;
const travail = Number(process.env.TRAVAIL ?? '0.25') * 1_000;
const nombre = Number(process.env.NOMBRE ?? '3');
const etapes = [
  [1, 'M1', 'Découper la forme'],
  [2, 'M2', 'Percer les trous'],
  [3, 'M3', 'Polir et nettoyer'],
];
const kafka = new Kafka({ clientId: 'td', brokers: [SERVEUR], logLevel: logLevel.NOTHING });
const dormir = (ms) => new Promise((suite) => setTimeout(suite, ms));

async function produire() {
  const idempotent = FAUTE !== 'sans-idempotence' && FAUTE !== 'acks-1';
  const producteur = kafka.producer({
    idempotent,
    createPartitioner: Partitioners.DefaultPartitioner,
    ...(idempotent && FAUTE !== 'sans-attendre' ? { maxInFlightRequests: 1 } : {}),
  });
  await producteur.connect();
  const envois = [];
  for (const lot of LOTS.split(',')) {
    for (const [etape, machine, instruction] of etapes) {
      const key = FAUTE === 'sans-cle' ? null : lot;
      const message = { key, value: JSON.stringify({ lot, etape, machine, instruction }) };
      const envoi = producteur.send({ topic: TOPIC, acks: FAUTE === 'acks-1' ? 1 : -1, messages: [message] });
      if (FAUTE === 'sans-attendre') envois.push(envoi);
      else await envoi;
    }
  }
  await Promise.all(envois);
  await producteur.disconnect();
}

async function consommer() {
  const consommateur = kafka.consumer({
    groupId: GROUPE,
    sessionTimeout: 6_000,
    heartbeatInterval: 500,
    maxWaitTimeInMs: 200,
  });
  await consommateur.connect();
  await consommateur.subscribe({ topic: TOPIC, fromBeginning: FAUTE !== 'latest' });
  let faits = 0;
  let fini = () => {};
  const fin = new Promise((suite) => {
    fini = suite;
  });
  setTimeout(() => fini(), Number(process.env.ATTENTE ?? '20') * 1_000);
  await consommateur.run({
    autoCommit: FAUTE === 'auto-commit',
    partitionsConsumedConcurrently: 1,
    eachMessage: async ({ topic, partition, message }) => {
      const valider = () =>
        consommateur.commitOffsets([{ topic, partition, offset: String(Number(message.offset) + 1) }]);
      if (FAUTE === 'avant-le-travail') await valider();
      process.stdout.write(`commence ${partition} ${message.offset}\n`);
      await dormir(travail);
      if (FAUTE === '') await valider();
      faits += 1;
      if (faits === nombre) fini();
    },
  });
  process.stdout.write('pret\n');
  await fin;
  await consommateur.disconnect();
}

await (ROLE === 'producteur' ? produire() : consommer());
process.exit(0);
