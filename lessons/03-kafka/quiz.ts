// The quiz of module 3. Asks « why » and « what happens »; each wrong option has the idea behind it, and why it fails here.
// Spaces before : ; ! ? are written \u00a0 by `fr`, so that sentences stay readable here.
import type { QuizContent } from '../quiz-schema.ts';
import { numbers } from './quiz-numbers.ts';
import { orders } from './quiz-orders.ts';
import { fr } from './quiz-text.ts';

const demo = { topic: 'demo-topic', acks: -1 } as const;

export const kafkaQuiz: QuizContent = {
  name: 'kafka',
  title: 'Pub-Sub avec Kafka',
  questions: [
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
    ...numbers,
    {
      kind: 'choice',
      id: 'kafka-mort-muette@1',
      page: 'quand-le-groupe-se-reequilibre',
      given: fr`Deux consommateurs. L’un est tué par kill -9. Pendant dix secondes, personne ne lit ses partitions.`,
      ask: fr`Pourquoi ce délai, alors qu’un arrêt propre n’en a pas ?`,
      options: [
        {
          id: 'session',
          text: fr`Le groupe n’a que son silence, et attend la fin du délai de session pour conclure.`,
          right: true,
          why: fr`Un mort ne dit pas qu’il est mort. Seule l’absence de battements le montre, et il faut choisir combien de temps attendre.`,
        },
        {
          id: 'reprise',
          text: fr`Kafka laisse au programme le temps de redémarrer.`,
          right: false,
          why: fr`Kafka ne sait pas s’il redémarrera. Relancé, il serait d’ailleurs un nouveau membre, avec un autre identifiant.`,
        },
        {
          id: 'copie',
          text: fr`Il faut recopier ses messages chez l’autre consommateur.`,
          right: false,
          why: fr`Les messages sont dans le broker, pas chez le consommateur. Changer de lecteur ne déplace aucune donnée.`,
        },
        {
          id: 'verrou',
          text: fr`La partition est verrouillée tant que ses offsets ne sont pas validés.`,
          right: false,
          why: fr`Valider n’est pas déverrouiller. Une partition peut changer de lecteur sans validation : les messages seront alors relus.`,
        },
      ],
      show: { does: fr`montre les groupes : tuez un consommateur, et comptez`, target: 'groupes' },
    },
    ...orders,
    {
      kind: 'choice',
      id: 'kafka-groupe-neuf-rien@1',
      page: 'depuis-le-debut-ou-la-fin',
      given: fr`Le producteur a publié dix messages. Vous lancez ensuite ce programme. Il n’affiche rien, sans erreur.`,
      code: 'consommateur = KafkaConsumer(\n    "demo-topic",\n    bootstrap_servers="localhost:9092",\n    group_id="tout-neuf",\n)\nfor message in consommateur:\n    print(message.value)',
      ask: fr`Quelle est la cause la plus probable ?`,
      options: [
        {
          id: 'latest',
          text: fr`Le groupe est neuf : par défaut, il commence à la fin du journal.`,
          right: true,
          why: fr`Sans offset validé, c’est auto_offset_reset qui décide, et il vaut latest. Il lira le onzième. Avec auto_offset_reset="earliest", il aurait tout lu.`,
        },
        {
          id: 'efface',
          text: fr`Un autre groupe a déjà lu les dix messages, qui ont disparu.`,
          right: false,
          why: fr`C’est le comportement d’une file d’attente. Dans Kafka, lire n’efface rien, et les groupes ne se prennent rien.`,
        },
        {
          id: 'commit',
          text: fr`Il manque un commit() dans la boucle.`,
          right: false,
          why: fr`Valider sert à retrouver sa place après un arrêt. Sans valider, on lit quand même : on relira seulement plus tard.`,
        },
        {
          id: 'partition',
          text: fr`Il faut préciser la partition à lire.`,
          right: false,
          why: fr`Avec group_id, Kafka attribue les partitions lui-même. Seul dans son groupe, ce programme les a toutes.`,
        },
      ],
      show: {
        does: fr`ajoute un consommateur d’un groupe neuf, en latest`,
        target: 'groupes',
        commands: [{ type: 'add-consumer', topic: 'demo-topic', group: 'tout-neuf', fromBeginning: false }],
      },
    },
    {
      kind: 'choice',
      id: 'kafka-adresse-annoncee@1',
      page: 'installer-un-vrai-kafka',
      given: fr`Kafka tourne sur la machine du professeur, 192.168.1.20. Votre programme s’y connecte, puis échoue en essayant de joindre localhost:9092.`,
      ask: fr`Pourquoi essaie-t-il cette adresse, que vous n’avez jamais écrite ?`,
      options: [
        {
          id: 'annoncee',
          text: fr`Kafka l’a annoncée : le client va ensuite là où on le lui dit.`,
          right: true,
          why: fr`La première adresse ne sert qu’à demander la carte. Il faut annoncer une adresse joignable : advertised.listeners, ou KAFKA_ADVERTISED_HOST pour Relais.`,
        },
        {
          id: 'defaut',
          text: fr`C’est l’adresse par défaut de la bibliothèque, quand la première échoue.`,
          right: false,
          why: fr`La première n’a pas échoué : elle a répondu, et cette réponse contenait localhost. Aucun client ne devine une adresse de secours.`,
        },
        {
          id: 'pare-feu',
          text: fr`Un pare-feu a détourné la connexion.`,
          right: false,
          why: fr`Un pare-feu refuse ou ignore, il ne réécrit pas une adresse. Ici l’adresse vient de la réponse de Kafka.`,
        },
        {
          id: 'cache',
          text: fr`Le programme se souvient d’un essai précédent.`,
          right: false,
          why: fr`Un client ne garde rien entre deux lancements. Relancez-le sur une autre machine : il essaiera encore localhost.`,
        },
      ],
    },
  ],
};
