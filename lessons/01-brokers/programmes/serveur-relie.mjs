// serveur-relie.mjs : un serveur de discussion ; avec REDIS_URL, il est relié à tous ses pareils.
//
//     npm install socket.io redis
//     node serveur-relie.mjs 4001
//     REDIS_URL=redis://localhost:6379 node serveur-relie.mjs 4001

import { createServer } from 'node:http';
import { createClient } from 'redis';
import { Server } from 'socket.io';

// --- Réglages -----------------------------------------------------------
const PORT = Number(process.argv[2] ?? 4001);
const { REDIS_URL } = process.env;
// ------------------------------------------------------------------------

const http = createServer();
const io = new Server(http);

/** À tous les clients de ce serveur-ci. */
const ici = (texte) => io.emit('message', texte);

/** À tous les serveurs, par Redis ; à celui-ci aussi. */
async function relier(url) {
  const editeur = createClient({ url });
  const abonne = editeur.duplicate();
  for (const client of [editeur, abonne]) {
    client.on('error', ({ message }) => console.log(message));
  }
  await Promise.all([editeur.connect(), abonne.connect()]);
  await abonne.subscribe('salon', ici);
  return (texte) => editeur.publish('salon', texte);
}

const dire = REDIS_URL ? await relier(REDIS_URL) : ici;
io.on('connection', (socket) => {
  socket.on('dire', (texte) => dire(String(texte)));
});

http.listen(PORT, '127.0.0.1', () => {
  console.log(`prêt sur ${PORT}, ${REDIS_URL ? 'relié par Redis' : 'seul'}`);
});
