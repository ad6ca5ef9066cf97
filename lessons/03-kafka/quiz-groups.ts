// Questions of module 3 with one right answer, pages 5 to 10: groups, rebalances, persistence, connections.

import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';

export const onGroups: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'kafka-partition-un-lecteur@1',
    page: 'un-groupe-se-partage-les-partitions',
    given: fr`Un topic a trois partitions. Le groupe a quatre membres : le quatrième attend.`,
    ask: fr`Pourquoi Kafka ne lui donne-t-il pas la moitié d’une partition ?`,
    options: [
      {
        id: 'ordre',
        text: fr`Deux lecteurs d’une même partition ne traiteraient plus ses messages dans l’ordre.`,
        right: true,
        why: fr`L’ordre d’une partition ne tient que si un seul membre du groupe la lit. C’est le prix de l’ordre ; le quatrième est là pour remplacer.`,
      },
      {
        id: 'memoire',
        text: fr`Le broker n’a pas assez de mémoire pour servir deux lecteurs à la fois.`,
        right: false,
        why: fr`Il en sert bien plus : chaque autre groupe lit la même partition en même temps. La règle ne vaut que dans un groupe.`,
      },
      {
        id: 'reglage',
        text: fr`Il faut d’abord le demander, par un réglage du consommateur.`,
        right: false,
        why: fr`Dans un groupe classique, aucun réglage ne le permet. Pour plus de lecteurs, il faut plus de partitions.`,
      },
    ],
    show: { does: fr`montre les membres du groupe, et celui qui attend`, target: 'groupes' },
  },
  {
    kind: 'choice',
    id: 'kafka-meme-groupe-deux-applis@1',
    page: 'deux-groupes-recoivent-tout',
    given: fr`L’audit et la facturation lisent les mêmes commandes. Quelqu’un a copié le programme de l’une pour écrire l’autre, group_id compris.`,
    ask: fr`Que se passe-t-il ?`,
    options: [
      {
        id: 'moitie',
        text: fr`Chaque commande va à l’une ou à l’autre, jamais aux deux.`,
        right: true,
        why: fr`Pour Kafka, ce sont deux membres d’un groupe : ils se partagent les partitions. Rien n’annonce l’erreur, chacune croit tout voir.`,
      },
      {
        id: 'erreur',
        text: fr`La seconde est refusée au démarrage : ce nom est pris.`,
        right: false,
        why: fr`Un nom de groupe n’est pas un nom d’utilisateur. Le partager est l’usage normal : c’est ainsi que des programmes se répartissent le travail.`,
      },
      {
        id: 'double',
        text: fr`Les deux voient tout, mais leurs offsets validés se mélangent.`,
        right: false,
        why: fr`Les offsets sont communs, en effet. Mais une partition n’a qu’un lecteur dans le groupe : elles ne peuvent pas tout voir toutes les deux.`,
      },
    ],
    show: { does: fr`montre les groupes et leurs membres`, target: 'groupes' },
  },
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
  {
    kind: 'choice',
    id: 'kafka-absence-trop-longue@1',
    page: 'un-consommateur-arrete-ne-perd-rien',
    given: fr`Les réglages sont ceux d’origine. Un groupe est arrêté pendant dix jours ; le producteur, lui, continue.`,
    ask: fr`Que trouve le groupe à son retour ?`,
    options: [
      {
        id: 'sept-jours',
        text: fr`À peu près les sept derniers jours de messages, et plus d’offset validé.`,
        right: true,
        why: fr`Messages et offsets d’un groupe vide sont gardés sept jours, les messages par segments entiers. Ensuite auto.offset.reset décide, comme pour un groupe neuf.`,
      },
      {
        id: 'tout',
        text: fr`Tous les messages : Kafka garde ce qui n’a pas été lu.`,
        right: false,
        why: fr`Kafka ne regarde pas qui a lu quoi. Il garde une durée ou une taille, lues ou non ; le groupe absent n’y change rien.`,
      },
      {
        id: 'rien',
        text: fr`Rien : les messages publiés en son absence ne lui étaient pas destinés.`,
        right: false,
        why: fr`C’est le publish/subscribe de Redis, où seuls les présents reçoivent. Ici le journal garde, et l’absent lit à son retour ce qui reste.`,
      },
    ],
    show: { does: fr`montre les groupes, même sans membre`, target: 'groupes' },
  },
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
    id: 'kafka-earliest-sans-effet@1',
    page: 'depuis-le-debut-ou-la-fin',
    given: fr`Vous ajoutez auto_offset_reset="earliest" à un programme qui tournait déjà hier, puis vous le relancez. Il ne relit rien.`,
    ask: fr`Pourquoi le réglage n’a-t-il aucun effet ?`,
    options: [
      {
        id: 'deja-valide',
        text: fr`Son groupe a déjà validé des offsets : il reprend là, sans consulter le réglage.`,
        right: true,
        why: fr`Le réglage ne sert qu’à un groupe sans offset validé. Pour relire : un autre nom de groupe, seek, ou remettre ses offsets à zéro.`,
      },
      {
        id: 'redemarrer-broker',
        text: fr`Il faut redémarrer le broker pour qu’il prenne le réglage en compte.`,
        right: false,
        why: fr`C’est un réglage du client, lu par le programme lui-même. Le broker ne le connaît pas.`,
      },
      {
        id: 'efface',
        text: fr`Les messages déjà lus par ce groupe ont été effacés du topic.`,
        right: false,
        why: fr`Lire n’efface rien. Donnez au programme un nom de groupe neuf : avec earliest, il relira tout.`,
      },
    ],
    show: { does: fr`montre les offsets validés des groupes`, target: 'groupes' },
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
  {
    kind: 'choice',
    id: 'kafka-refus-immediat@1',
    page: 'installer-un-vrai-kafka',
    given: fr`Vous lancez un programme sur localhost:9092. Il échoue à l’instant : connexion refusée.`,
    ask: fr`Que vous apprend ce refus immédiat ?`,
    options: [
      {
        id: 'personne',
        text: fr`La machine a répondu, et aucun programme n’écoute sur ce port.`,
        right: true,
        why: fr`Un refus est une réponse : l’adresse est bonne, le port est vide. Kafka n’est pas lancé, ou il écoute ailleurs.`,
      },
      {
        id: 'pare-feu',
        text: fr`Un pare-feu bloque la connexion.`,
        right: false,
        why: fr`La plupart des pare-feu se taisent : on attend, puis le délai est dépassé. Ici la réponse est venue tout de suite.`,
      },
      {
        id: 'topic',
        text: fr`Le topic demandé n’existe pas.`,
        right: false,
        why: fr`Pour parler de topics, il faut déjà être connecté. Le refus arrive avant le premier mot du protocole Kafka.`,
      },
      {
        id: 'annoncee',
        text: fr`Kafka annonce une adresse que cette machine ne peut pas joindre.`,
        right: false,
        why: fr`Cette panne existe, mais elle vient après : il faut que la première adresse ait répondu pour en apprendre une autre.`,
      },
    ],
  },
];
