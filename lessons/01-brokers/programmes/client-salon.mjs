// client-salon.mjs : dit chaque ligne tapée au serveur de ce port, et affiche ce que ce serveur lui dit.
//
//     npm install socket.io-client
//     node client-salon.mjs 4001 Alice

import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';

const PORT = process.argv[2] ?? '4001';
const NOM = process.argv[3] ?? 'Alice';

const socket = io(`http://127.0.0.1:${PORT}`);
socket.on('connect', () => console.log(`${NOM} est chez le serveur ${PORT}`));
socket.on('message', (texte) => console.log(texte));

const clavier = createInterface({ input: process.stdin });
clavier.on('line', (ligne) => socket.emit('dire', `${NOM} : ${ligne}`));
clavier.on('close', () => socket.close());
