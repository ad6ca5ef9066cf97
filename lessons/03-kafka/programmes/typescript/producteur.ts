// producteur.ts : envoie dix messages de démonstration à Kafka, un par seconde.
//
//     npm install
//     npx tsx producteur.ts
//
// Le programme marche tel quel avec le Kafka de Relais et avec un Kafka installé.

import { setTimeout as attendre } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

// --- Réglages -----------------------------------------------------------
const SERVEUR = 'localhost:9092';
const TOPIC = 'demo-topic';
const NOM = 'producteur.ts'; // le nom sous lequel Kafka (et la page) voit ce programme
const NOMBRE = 10;
const PAUSE = 1000; // millisecondes entre deux messages
const CLES = ['capteur-1', 'capteur-3', 'capteur-4', 'capteur-7'];
// ------------------------------------------------------------------------

const journal = (niveau: 'INFO' | 'ERROR', texte: string) => process.stderr.write(`${niveau}:producteur:${texte}\n`);

/** Un producteur prudent : un envoi qui échoue est tenté de nouveau, et ne double personne. */
function creerProducteur(): Producer {
  const kafka = new Kafka({ clientId: NOM, brokers: [SERVEUR], logLevel: logLevel.NOTHING });
  return kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner, // murmur2 sur la clé, comme Java et kafka-python
    maxInFlightRequests: 1,
    retry: { retries: 5 },
  });
}

/** Le message n° `numero` : une clé (le capteur) et une mesure. */
function message(numero: number): { key: string; value: string } {
  const capteur = CLES[numero % CLES.length] ?? 'capteur-1';
  const mesure = {
    numero: numero + 1,
    capteur,
    temperature: Math.round((20 + numero * 0.3) * 10) / 10,
    envoye_a: new Date().toLocaleTimeString('fr-FR'),
  };
  return { key: capteur, value: JSON.stringify(mesure) };
}

async function envoyerTout(producteur: Producer, arret: AbortSignal): Promise<number> {
  let confirmes = 0;
  for (let numero = 0; numero < NOMBRE && !arret.aborted; numero += 1) {
    const envoi = message(numero);
    // acks: -1 (« all ») : l'envoi attend l'accord de toutes les répliques à jour. await attend cette confirmation.
    const [place] = await producteur.send({ topic: TOPIC, acks: -1, messages: [envoi] });
    confirmes += 1;
    journal(
      'INFO',
      `confirmé : message ${numero + 1}, clé ${envoi.key} -> partition ${place?.partition}, offset ${place?.baseOffset}`,
    );
    // Ctrl+C abrège la pause.
    if (numero + 1 < NOMBRE) await attendre(PAUSE, undefined, { signal: arret }).catch(() => undefined);
  }
  return confirmes;
}

async function main(): Promise<number> {
  const arret = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => arret.abort());

  const producteur = creerProducteur();
  journal('INFO', `connexion à ${SERVEUR}…`);
  try {
    await producteur.connect();
  } catch (erreur) {
    journal('ERROR', `Aucun Kafka ne répond sur ${SERVEUR} (${erreur}). Relais est-il lancé (npm start) ?`);
    return 1;
  }
  try {
    const confirmes = await envoyerTout(producteur, arret.signal);
    if (arret.signal.aborted) journal('INFO', 'arrêt demandé');
    journal('INFO', `${confirmes} message(s) confirmé(s)`);
    return 0;
  } catch (erreur) {
    journal('ERROR', `envoi refusé : ${erreur}`);
    return 1;
  } finally {
    await producteur.disconnect();
  }
}

process.exitCode = await main();
