// Questions of module 3 with one right answer, pages 1 to 3: publishing, partitions, keys.

import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';

const demo = { topic: 'demo-topic', acks: -1 } as const;

export const onTheLog: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'kafka-publier-sans-lecteur@1',
    page: 'publier-sans-connaitre-ses-lecteurs',
    given: fr`Un producteur publie avec acks=all. Aucun consommateur n’existe. Le producteur reçoit une confirmation.`,
    ask: fr`Que garantit cette confirmation ?`,
    options: [
      {
        id: 'ecrit',
        text: fr`Le message est écrit dans une partition, à un offset connu.`,
        right: true,
        why: fr`acks parle d’écriture, pas de lecture : les répliques à jour ont le message. Les lecteurs viendront quand ils voudront.`,
      },
      {
        id: 'lu',
        text: fr`Un consommateur a lu le message.`,
        right: false,
        why: fr`C’est l’idée d’un accusé de lecture. Ici personne ne lit, et la confirmation arrive quand même : le producteur ne sait rien des lecteurs.`,
      },
      {
        id: 'attente',
        text: fr`Le message attend en mémoire qu’un lecteur arrive.`,
        right: false,
        why: fr`Ce serait une boîte aux lettres provisoire. Kafka n’attend personne : il écrit au journal, et le message y reste même après lecture.`,
      },
    ],
    show: {
      does: fr`publie un message dans demo-topic`,
      target: 'partitions',
      commands: [{ type: 'publish', ...demo, key: 'quiz', value: 'lu par personne ?' }],
    },
  },
  {
    kind: 'choice',
    id: 'kafka-acks-zero@1',
    page: 'publier-sans-connaitre-ses-lecteurs',
    given: fr`Un programme publie mille mesures avec acks=0. Il n’affiche aucune erreur. Le lendemain, il en manque quatre.`,
    ask: fr`Pourquoi n’a-t-il rien vu ?`,
    options: [
      {
        id: 'rien-attendu',
        text: fr`Avec acks=0, le broker ne répond pas : le programme ne peut rien apprendre.`,
        right: true,
        why: fr`Il envoie et passe à la suite. Ni l’offset ni l’échec ne lui reviennent : personne ne les lui a dits. Avec acks=all, les quatre envois auraient échoué sous ses yeux.`,
      },
      {
        id: 'lecteurs-lents',
        text: fr`Les consommateurs étaient trop lents, et Kafka a jeté quatre messages.`,
        right: false,
        why: fr`Un lecteur lent prend du retard, il ne fait rien perdre : Kafka garde les messages selon une durée ou une taille, pas selon les lectures.`,
      },
      {
        id: 'confirmations-perdues',
        text: fr`Les quatre confirmations se sont perdues en chemin, pas les messages.`,
        right: false,
        why: fr`Avec acks=0, il n’y a pas de confirmation à perdre. Et les messages manquent dans le journal lui-même.`,
      },
    ],
    show: {
      does: fr`publie un message avec acks=0`,
      target: 'partitions',
      commands: [{ type: 'publish', topic: 'demo-topic', acks: 0, key: 'sans-reponse', value: 'reçu ?' }],
    },
  },
  {
    kind: 'choice',
    id: 'kafka-ordre-sans-cle@1',
    page: 'un-topic-est-un-journal-decoupe',
    given: fr`Un topic a trois partitions. Un programme publie A, puis B, puis C, sans clé. Un seul consommateur lit tout.`,
    ask: fr`Pourquoi peut-il lire C avant A ?`,
    options: [
      {
        id: 'partitions',
        text: fr`Ils peuvent être dans deux partitions, que rien n’ordonne entre elles.`,
        right: true,
        why: fr`Le consommateur reçoit des lots, partition par partition. L’ordre n’existe qu’à l’intérieur de chacune.`,
      },
      {
        id: 'reseau',
        text: fr`Le réseau a pu mélanger les paquets entre le broker et le programme.`,
        right: false,
        why: fr`TCP remet les octets dans l’ordre. Même sur un réseau parfait, C peut arriver avant A : ils sont dans deux journaux différents.`,
      },
      {
        id: 'horloge',
        text: fr`Les horloges des brokers ne sont pas à la même heure.`,
        right: false,
        why: fr`L’horodatage ne décide pas de l’ordre de lecture. Dans une partition, seul l’offset compte ; entre deux, rien ne compte.`,
      },
      {
        id: 'plusieurs',
        text: fr`Il faudrait plusieurs consommateurs pour lire dans l’ordre.`,
        right: false,
        why: fr`C’est l’inverse : plusieurs lecteurs se partageraient les partitions, et seraient encore moins d’accord sur un ordre global.`,
      },
    ],
    show: {
      does: fr`publie A, B et C sans clé`,
      target: 'partitions',
      commands: ['A', 'B', 'C'].map((value) => ({ type: 'publish', ...demo, key: null, value })),
    },
  },
  {
    kind: 'choice',
    id: 'kafka-meme-cle-ordre@1',
    page: 'la-cle-choisit-la-partition',
    given: fr`Tous les messages de la commande 42 portent la clé « 42 ». Un seul programme les publie, dans l’ordre.`,
    ask: fr`Pourquoi sont-ils lus dans l’ordre ?`,
    options: [
      {
        id: 'meme-partition',
        text: fr`La même clé mène à la même partition, et une partition garde l’ordre.`,
        right: true,
        why: fr`L’ordre vient de la partition. La clé ne fait que les y réunir, tant que le nombre de partitions ne change pas.`,
      },
      {
        id: 'kafka-trie',
        text: fr`Kafka trie les messages par clé avant de les donner au consommateur.`,
        right: false,
        why: fr`Kafka ne trie jamais : il écrit à la fin. Des messages d’autres clés peuvent d’ailleurs être entre eux.`,
      },
      {
        id: 'partition-reservee',
        text: fr`La clé 42 a une partition pour elle seule.`,
        right: false,
        why: fr`Il y a bien plus de clés que de partitions : plusieurs partagent la même. Chacune y garde quand même son ordre.`,
      },
    ],
    show: {
      does: fr`publie deux fois la clé 42`,
      target: 'partitions',
      commands: ['créée', 'payée'].map((value) => ({ type: 'publish', ...demo, key: '42', value })),
    },
  },
  {
    kind: 'choice',
    id: 'kafka-deux-bibliotheques@1',
    page: 'la-cle-choisit-la-partition',
    given: fr`La clé capteur-7 est publiée par cette page (KafkaJS), puis par kcat, réglages par défaut, trois partitions. La page l’écrit dans P2, kcat dans P1.`,
    ask: fr`Pourquoi ?`,
    options: [
      {
        id: 'empreinte',
        text: fr`Les deux clients ne calculent pas la même empreinte de la clé.`,
        right: true,
        why: fr`KafkaJS calcule murmur2, kcat CRC32. C’est le producteur qui choisit la partition : l’ordre par clé n’est tenu que si tous calculent pareil.`,
      },
      {
        id: 'broker',
        text: fr`Le broker équilibre la charge : il a déplacé le second message.`,
        right: false,
        why: fr`Le broker écrit là où le producteur le demande. Il ne déplace jamais un message d’une partition à l’autre.`,
      },
      {
        id: 'hasard',
        text: fr`La partition est tirée au hasard à chaque envoi.`,
        right: false,
        why: fr`Sans clé, peut-être, selon le client. Avec une clé, chaque bibliothèque retombe toujours sur la même partition : la sienne.`,
      },
      {
        id: 'valeur',
        text: fr`Les deux valeurs n’étaient pas les mêmes.`,
        right: false,
        why: fr`La valeur n’entre pas dans le calcul : seule la clé est hachée. Changez la valeur, la partition ne bouge pas.`,
      },
    ],
    show: {
      does: fr`publie capteur-7 depuis cette page`,
      target: 'partition-2',
      commands: [{ type: 'publish', ...demo, key: 'capteur-7', value: '{"temperature": 21.4}' }],
    },
  },
];
