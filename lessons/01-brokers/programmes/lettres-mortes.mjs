// lettres-mortes.mjs : une tâche que personne n'arrive à faire finit dans une file à part, avec la raison.
//
//     npm install amqplib
//     node lettres-mortes.mjs

import { connect } from 'amqplib';

// --- Réglages -----------------------------------------------------------
const SERVEUR = process.env.AMQP_URL ?? 'amqp://localhost';
const FILE = 'task_queue_prudente';
const MORTES = 'task_queue_mortes';
// ------------------------------------------------------------------------

const connexion = await connect(SERVEUR);
const canal = await connexion.createConfirmChannel();

const quorum = { 'x-queue-type': 'quorum' };
await canal.assertQueue(MORTES, {
  durable: true,
  arguments: quorum,
});
await canal.assertQueue(FILE, {
  durable: true,
  arguments: {
    ...quorum,
    'x-delivery-limit': 2, // deux retours, donc trois essais
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': MORTES,
  },
});

const nombre = (texte) => {
  const lu = Number(texte);
  if (Number.isNaN(lu)) throw new Error(`« ${texte} » n’est pas un nombre`);
  return lu;
};

let essais = 0;
await canal.consume(FILE, (message) => {
  const texte = message.content.toString();
  try {
    console.log(`le double de ${texte} est ${2 * nombre(texte)}`);
    canal.ack(message);
  } catch (erreur) {
    essais += 1;
    console.log(`essai ${essais} : ${erreur.message}`);
    canal.reject(message, true); // true : remets-la en file
  }
});

const fin = new Promise((finir) => {
  void canal.consume(MORTES, (message) => {
    const { count, reason } = message.properties.headers['x-death'][0];
    console.log(`lettre morte : « ${message.content} », ${reason} (${count} fois)`);
    canal.ack(message);
    finir();
  });
});

for (const texte of ['21', 'douze']) {
  canal.sendToQueue(FILE, Buffer.from(texte), {
    persistent: true,
  });
}
await fin;
await connexion.close();
