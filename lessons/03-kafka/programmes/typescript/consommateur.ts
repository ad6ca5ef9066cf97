// consommateur.ts : lit un topic au sein d'un groupe, jusqu'à Ctrl+C.
//
//     npm install
//     npx tsx consommateur.ts
//
// Lancez-le deux fois, dans deux terminaux : les partitions se partagent. consommateur.py peut être du même groupe.

import {
  type Consumer,
  type EachMessagePayload,
  Kafka,
  logLevel,
  type PartitionAssigner,
  PartitionAssigners,
} from 'kafkajs';

// --- Réglages -----------------------------------------------------------
const SERVEUR = 'localhost:9092';
const TOPIC = 'demo-topic';
const GROUPE = 'demo-group';
const NOM = 'consommateur.ts'; // le nom sous lequel Kafka (et la page) voit ce programme
// ------------------------------------------------------------------------

const journal = (niveau: 'INFO' | 'ERROR', texte: string) => process.stderr.write(`${niveau}:consommateur:${texte}\n`);

/**
 * Les membres d'un groupe doivent parler la même règle de partage. KafkaJS appelle « RoundRobinAssigner » ce que Java et
 * Python appellent « roundrobin » : sous ce nom, un programme Python et celui-ci peuvent se partager les partitions.
 */
const tourDeRole: PartitionAssigner = (contexte) => {
  const celuiDeKafkajs = PartitionAssigners.roundRobin(contexte);
  return {
    ...celuiDeKafkajs,
    name: 'roundrobin',
    protocol: (abonnement) => ({ ...celuiDeKafkajs.protocol(abonnement), name: 'roundrobin' }),
  };
};

function creerConsommateur(): Consumer {
  const kafka = new Kafka({ clientId: NOM, brokers: [SERVEUR], logLevel: logLevel.NOTHING });
  return kafka.consumer({ groupId: GROUPE, partitionAssigners: [tourDeRole], sessionTimeout: 10_000 });
}

/** La valeur en JSON si elle en est, le texte brut sinon : un message étrange n'arrête pas le programme. */
function lireJson(octets: Buffer | null): unknown {
  if (octets === null) return null;
  const texte = octets.toString('utf8');
  try {
    return JSON.parse(texte);
  } catch {
    return texte;
  }
}

async function afficher({ topic, partition, message }: EachMessagePayload): Promise<void> {
  const cle = message.key?.toString('utf8') ?? null;
  const valeur = JSON.stringify(lireJson(message.value));
  journal('INFO', `${topic} partition ${partition} offset ${message.offset} clé ${cle} : ${valeur}`);
}

/** Attend Ctrl+C, ou une panne dont KafkaJS ne se relève pas. */
const finDe = (consommateur: Consumer): Promise<Error | null> =>
  new Promise((finir) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => finir(null));
    consommateur.on(consommateur.events.CRASH, ({ payload }) => {
      if (!payload.restart) finir(payload.error);
    });
  });

async function main(): Promise<number> {
  const consommateur = creerConsommateur();
  const fin = finDe(consommateur);
  journal('INFO', `connexion à ${SERVEUR}…`);
  try {
    await consommateur.connect();
    // Un groupe neuf n'a pas d'offset validé : sans fromBeginning, KafkaJS commencerait à la fin.
    await consommateur.subscribe({ topic: TOPIC, fromBeginning: true });
  } catch (erreur) {
    journal('ERROR', `Aucun Kafka ne répond sur ${SERVEUR} (${erreur}). Relais est-il lancé (npm start) ?`);
    return 1;
  }

  let lus = 0;
  journal('INFO', `groupe ${GROUPE}, topic ${TOPIC} : j'attends des messages (Ctrl+C pour arrêter)`);
  await consommateur.run({
    autoCommit: true,
    autoCommitInterval: 1000,
    eachMessage: async (recu) => {
      await afficher(recu);
      lus += 1;
    },
  });
  const panne = await fin;
  // Valide les derniers offsets et quitte le groupe : les autres reprennent aussitôt ses partitions.
  await consommateur.disconnect();
  if (panne !== null) journal('ERROR', `lecture interrompue : ${panne.message}`);
  journal('INFO', `${lus} message(s) lu(s), groupe quitté proprement`);
  return panne === null ? 0 : 1;
}

process.exitCode = await main();
