// consommateur-td.ts : fait travailler les machines, une étape à la fois. À compléter.
//
//     npm install kafkajs tsx
//     npx tsx consommateur-td.ts        (Ctrl+C pour l'arrêter)
//
// Le programme se lance tel quel : il dit ce qui reste à écrire.

import { setTimeout as attendre } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';

// --- Réglages : recopiez ceux de la page ---------------------------------
export const SERVEUR = 'localhost:9092';
export const TOPIC = 'commandes_machines_td';
export const GROUPE = 'atelier';
export const NOM = 'consommateur-td.ts'; // le nom sous lequel Kafka (et la page) voit ce programme
const TRAVAIL = 2_000; // millisecondes : ce que dure le travail d'une machine
// -------------------------------------------------------------------------

type Etape = { etape: number; machine: string; instruction: string };

/** Un consommateur connecté et abonné. À FAIRE : le groupe, et d'où part un groupe qui n'a encore rien validé. */
async function creerConsommateur(): Promise<Consumer | null> {
  return null;
}

/** La machine travaille. */
export async function travailler({ machine, instruction }: Etape): Promise<void> {
  process.stdout.write(`${machine} commence : ${instruction}\n`);
  await attendre(TRAVAIL);
  process.stdout.write(`${machine} a terminé\n`);
}

/**
 * Lance la lecture. À FAIRE : consommateur.run(…), sans validation automatique ; pour chaque message, travailler() puis
 * valider. Quel offset valide-t-on : celui du message, ou le suivant ?
 */
async function lire(_consommateur: Consumer): Promise<void> {}

const consommateur = await creerConsommateur();
if (consommateur === null) {
  process.stdout.write('À faire : creerConsommateur() et lire().\n');
} else {
  process.once('SIGINT', () => void consommateur.disconnect());
  await lire(consommateur);
}
