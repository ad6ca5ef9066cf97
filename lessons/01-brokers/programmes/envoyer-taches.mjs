// envoyer-taches.mjs : met des tâches dans la file « task_queue » de RabbitMQ.
//
//     npm install amqplib
//     node envoyer-taches.mjs        (dix tâches)
//     node envoyer-taches.mjs 3      (trois)
//
// Lancez ouvrier.mjs avant ou après, une fois ou plusieurs : la file attend.

import { connect } from 'amqplib';

// --- Réglages -----------------------------------------------------------
const SERVEUR = process.env.AMQP_URL ?? 'amqp://localhost';
const FILE = 'task_queue';
const NOMBRE = Number(process.argv[2] ?? 10);
// ------------------------------------------------------------------------

const connexion = await connect(SERVEUR);
// Un canal qui confirme : le broker dira qu'il garde chaque tâche.
const canal = await connexion.createConfirmChannel();
await canal.assertQueue(FILE, {
  durable: true,
  arguments: { 'x-queue-type': 'quorum' },
});

for (let numero = 1; numero <= NOMBRE; numero += 1) {
  const tache = JSON.stringify({ numero });
  canal.sendToQueue(FILE, Buffer.from(tache), {
    persistent: true,
  });
  console.log(`envoyée : tâche ${numero}`);
}

await canal.waitForConfirms();
console.log(`${NOMBRE} tâche(s) gardée(s) par le broker`);
await connexion.close();
