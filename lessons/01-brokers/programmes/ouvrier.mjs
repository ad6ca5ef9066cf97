// ouvrier.mjs : fait les tâches de la file « task_queue » de RabbitMQ, une à la fois, jusqu'à Ctrl+C.
//
//     npm install amqplib
//     node ouvrier.mjs               (une tâche lui prend 1000 ms)
//     node ouvrier.mjs 3000          (3000 ms : un ouvrier lent)
//
// Lancez-le dans deux terminaux : les tâches se partagent. Tuez-en un : ce qu'il avait en main va à l'autre.

import { setTimeout as attendre } from 'node:timers/promises';
import { connect } from 'amqplib';

// --- Réglages -----------------------------------------------------------
const SERVEUR = process.env.AMQP_URL ?? 'amqp://localhost';
const FILE = 'task_queue';
const DUREE = Number(process.argv[2] ?? 1000); // millisecondes
// ------------------------------------------------------------------------

const connexion = await connect(SERVEUR);
const canal = await connexion.createChannel();
// Comme chez le producteur : deux déclarations différentes d'une même file seraient refusées.
await canal.assertQueue(FILE, {
  durable: true,
  arguments: { 'x-queue-type': 'quorum' },
});

async function faire(message) {
  const { numero } = JSON.parse(message.content);
  const { redelivered } = message.fields;
  const verbe = redelivered ? 'redistribuée' : 'reçue';
  console.log(`${verbe} : tâche ${numero}`);

  await attendre(DUREE); // le travail

  canal.ack(message); // fait : le broker peut l'oublier
  console.log(`faite : tâche ${numero}`);
}

await canal.prefetch(1); // une seule tâche en main
await canal.consume(FILE, (message) => void faire(message));
console.log('prêt : j’attends des tâches (Ctrl+C pour arrêter)');

// La tâche en main n'est pas acquittée : le broker la donnera à un autre.
process.once('SIGINT', () => connexion.close());
