// producteur-td.ts : écrit les trois étapes d'un lot, dans l'ordre. Solution.
//
//     npm install kafkajs tsx
//     npx tsx producteur-td.ts

import { Kafka, logLevel, Partitioners } from 'kafkajs';

const SERVEUR = process.env.SERVEUR ?? 'localhost:9092';
const TOPIC = process.env.TOPIC ?? 'commandes_machines_td';
const NOM = 'producteur-td.ts';
const LOT = 'LOT_42';
const ETAPES = [
  { etape: 1, machine: 'M1', instruction: 'Découper la forme de base' },
  { etape: 2, machine: 'M2', instruction: 'Percer les trous de fixation' },
  { etape: 3, machine: 'M3', instruction: 'Polir et nettoyer' },
];

const kafka = new Kafka({ clientId: NOM, brokers: [SERVEUR], logLevel: logLevel.ERROR });
const producteur = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner: Partitioners.DefaultPartitioner,
});
await producteur.connect();
try {
  for (const etape of ETAPES) {
    // await : jamais deux étapes d'un lot en vol.
    const [place] = await producteur.send({
      topic: TOPIC,
      acks: -1,
      messages: [{ key: LOT, value: JSON.stringify({ lot: LOT, ...etape }) }],
    });
    process.stdout.write(
      `confirmé : étape ${etape.etape}, partition ${place?.partition}, offset ${place?.baseOffset}\n`,
    );
  }
} finally {
  await producteur.disconnect();
}
