// consommateur-td.ts : fait travailler les machines, une étape à la fois. Solution.
//
//     npm install kafkajs tsx
//     npx tsx consommateur-td.ts        (Ctrl+C pour l'arrêter)

import { setTimeout as attendre } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

const SERVEUR = process.env.SERVEUR ?? 'localhost:9092';
const TOPIC = process.env.TOPIC ?? 'commandes_machines_td';
const GROUPE = process.env.GROUPE ?? 'atelier';
const NOM = 'consommateur-td.ts';
const TRAVAIL = Number(process.env.TRAVAIL ?? '2') * 1_000;

const kafka = new Kafka({ clientId: NOM, brokers: [SERVEUR], logLevel: logLevel.ERROR });
const consommateur = kafka.consumer({ groupId: GROUPE });
await consommateur.connect();
await consommateur.subscribe({ topic: TOPIC, fromBeginning: true });
process.once('SIGINT', () => void consommateur.disconnect());
await consommateur.run({
  autoCommit: false, // on valide soi-même, après le travail
  eachMessage: async ({ topic, partition, message }) => {
    const { machine, instruction } = JSON.parse(String(message.value)) as { machine: string; instruction: string };
    process.stdout.write(`${machine} commence : ${instruction}\n`);
    await attendre(TRAVAIL);
    process.stdout.write(`${machine} a terminé\n`);
    // Tombé ici, entre le travail et la validation : l'étape est rejouée au redémarrage, avant la suivante.
    await consommateur.commitOffsets([{ topic, partition, offset: String(Number(message.offset) + 1) }]);
  },
});
