// rapport-serveur.mjs : un serveur Socket.IO à qui l'on demande un rapport, calculé sur place ou par la file.
//
//     npm install socket.io amqplib
//     node rapport-serveur.mjs

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from 'amqplib';
import { Server } from 'socket.io';
import { compterPremiers } from './rapport-calcul.mjs';

// --- Réglages -----------------------------------------------------------
const PORT = Number(process.argv[2] ?? 4010);
const SERVEUR = process.env.AMQP_URL ?? 'amqp://localhost';
const FILE = 'rapports';
// ------------------------------------------------------------------------

const canal = await (await connect(SERVEUR)).createChannel();
await canal.assertQueue(FILE, { durable: true });
// La file des réponses : à ce serveur seul, elle disparaît avec lui.
const reponses = await canal.assertQueue('', { exclusive: true });
const attendus = new Map();
await canal.consume(
  reponses.queue,
  (message) => {
    const { correlationId } = message.properties;
    attendus.get(correlationId)?.(Number(message.content));
    attendus.delete(correlationId);
  },
  { noAck: true },
);

const http = createServer();
const io = new Server(http);
io.on('connection', (socket) => {
  socket.on('ping', (repondre) => repondre());

  // Sur place : tant que le calcul dure, rien d'autre ne tourne.
  socket.on('rapport-ici', (limite, repondre) => {
    repondre(compterPremiers(limite));
  });

  // Par la file : un ouvrier calcule, le serveur reste à l'écoute.
  socket.on('rapport-file', (limite, repondre) => {
    const correlationId = randomUUID();
    attendus.set(correlationId, repondre);
    canal.sendToQueue(FILE, Buffer.from(String(limite)), {
      correlationId,
      replyTo: reponses.queue,
      persistent: true,
    });
  });
});
http.listen(PORT, '127.0.0.1', () => console.log(`prêt sur ${PORT}`));
