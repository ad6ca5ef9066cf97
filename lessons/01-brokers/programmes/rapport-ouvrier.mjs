// rapport-ouvrier.mjs : calcule les rapports demandés dans la file « rapports », jusqu'à Ctrl+C.
//
//     npm install amqplib
//     node rapport-ouvrier.mjs

import { connect } from 'amqplib';
import { compterPremiers } from './rapport-calcul.mjs';

const SERVEUR = process.env.AMQP_URL ?? 'amqp://localhost';
const FILE = 'rapports';

const connexion = await connect(SERVEUR);
const canal = await connexion.createChannel();
await canal.assertQueue(FILE, { durable: true });
await canal.prefetch(1);
await canal.consume(FILE, (message) => {
  const { replyTo, correlationId } = message.properties;
  const combien = compterPremiers(Number(message.content));
  canal.sendToQueue(replyTo, Buffer.from(String(combien)), {
    correlationId,
  });
  canal.ack(message);
  console.log(`rapport fait : ${combien}`);
});
console.log('prêt : j’attends des demandes');
process.once('SIGINT', () => connexion.close());
