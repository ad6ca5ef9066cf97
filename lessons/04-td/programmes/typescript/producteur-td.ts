// producteur-td.ts : écrit les trois étapes d'un lot, dans l'ordre. À compléter.
//
//     npm install kafkajs tsx
//     npx tsx producteur-td.ts
//
// Le programme se lance tel quel : il dit ce qui reste à écrire.

import type { Producer } from 'kafkajs';

// --- Réglages : recopiez ceux de la page ---------------------------------
export const SERVEUR = 'localhost:9092';
export const TOPIC = 'commandes_machines_td';
export const NOM = 'producteur-td.ts'; // le nom sous lequel Kafka (et la page) voit ce programme
const LOT = 'LOT_42';
// -------------------------------------------------------------------------

type Etape = { etape: number; machine: string; instruction: string };
const ETAPES: Etape[] = [
  { etape: 1, machine: 'M1', instruction: 'Découper la forme de base' },
  { etape: 2, machine: 'M2', instruction: 'Percer les trous de fixation' },
  { etape: 3, machine: 'M3', instruction: 'Polir et nettoyer' },
];

/**
 * Un producteur prudent, déjà connecté. À FAIRE : new Kafka(…).producer(…), puis connect().
 * Idempotence : un nouvel essai ne double rien. Une seule requête en vol.
 */
async function creerProducteur(): Promise<Producer | null> {
  return null;
}

/** Envoie une étape et attend sa confirmation. À FAIRE : la clé est le nom du lot, la valeur du JSON, acks « all ». */
async function envoyer(_producteur: Producer, _lot: string, _etape: Etape): Promise<void> {}

const producteur = await creerProducteur();
if (producteur === null) {
  process.stdout.write('À faire : creerProducteur() et envoyer().\n');
} else {
  try {
    for (const etape of ETAPES) {
      await envoyer(producteur, LOT, etape);
      process.stdout.write(`confirmé : ${LOT}, étape ${etape.etape}\n`);
    }
  } finally {
    await producteur.disconnect();
  }
}
