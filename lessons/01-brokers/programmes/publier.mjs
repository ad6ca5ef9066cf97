// publier.mjs : publie un message dans le canal « chatroom » de Redis.
//
//     npm install redis
//     node publier.mjs "bonjour à tous"

import { createClient } from 'redis';

const SERVEUR = process.env.REDIS_URL ?? 'redis://localhost:6379';
const texte = process.argv[2] ?? 'bonjour à tous';

const editeur = createClient({ url: SERVEUR });
editeur.on('error', (erreur) => console.log(`Redis : ${erreur.message}`));
await editeur.connect();

const combien = await editeur.publish('chatroom', texte);
console.log(`publié, envoyé à ${combien} abonné(s)`);
await editeur.close();
