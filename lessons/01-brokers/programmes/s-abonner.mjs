// s-abonner.mjs : écoute le canal « chatroom » de Redis, jusqu'à Ctrl+C.
//
//     npm install redis
//     node s-abonner.mjs

import { createClient } from 'redis';

const SERVEUR = process.env.REDIS_URL ?? 'redis://localhost:6379';

const abonne = createClient({ url: SERVEUR });
abonne.on('error', (erreur) => console.log(`Redis : ${erreur.message}`));
await abonne.connect();

await abonne.subscribe('chatroom', (texte) => {
  console.log(`reçu : ${texte}`);
});
console.log('abonné à chatroom (Ctrl+C pour arrêter)');

process.once('SIGINT', () => abonne.close());
