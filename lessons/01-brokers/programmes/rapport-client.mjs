// rapport-client.mjs : demande un rapport, et compte les réponses à ses pings pendant ce temps.
//
//     npm install socket.io-client
//     node rapport-client.mjs ici          (calculé par le serveur)
//     node rapport-client.mjs file         (calculé par un ouvrier)

import { io } from 'socket.io-client';

// --- Réglages -----------------------------------------------------------
const OU = process.argv[2] ?? 'ici';
const LIMITE = Number(process.argv[3] ?? 5_000_000);
const PORT = process.argv[4] ?? '4010';
// ------------------------------------------------------------------------

const socket = io(`http://127.0.0.1:${PORT}`);
await new Promise((relie) => socket.once('connect', relie));

const debut = performance.now();
let reponses = 0;
socket.emit(`rapport-${OU}`, LIMITE, (combien) => {
  const duree = Math.round(performance.now() - debut);
  console.log(`rapport : ${combien} nombres premiers, en ${duree} ms`);
  console.log(`pings répondus pendant ce temps : ${reponses}`);
  clearInterval(pings);
  socket.close();
});
const pings = setInterval(() => {
  socket.emit('ping', () => {
    reponses += 1;
  });
}, 50);
