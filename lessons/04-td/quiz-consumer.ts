// Questions of module 4 on working in order: who keeps the order, when to commit, what a crash does, several lots.
import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';
import { run } from './run.ts';

export const onWorking: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'td-qui-ordonne@1',
    page: 'trois-machines-un-ordre',
    given: fr`Les trois commandes de LOT_42 sont dans la même partition, dans le bon ordre.`,
    ask: fr`Qu’est-ce qui empêche M2 de commencer pendant que M1 travaille ?`,
    options: [
      {
        id: 'consommateur',
        text: fr`Le consommateur, qui ne passe à l’étape 2 qu’après le commit de l’étape 1`,
        right: true,
        why: fr`Lui seul sait qu’une machine travaille. L’ordre des écritures est à Kafka, l’ordre des travaux est à votre boucle.`,
      },
      {
        id: 'kafka',
        text: fr`Kafka, qui ne donne l’étape 2 que lorsque l’étape 1 est faite`,
        right: false,
        why: fr`Kafka ne sait rien des machines. Si on les lui demande, il donne les trois commandes d’un coup.`,
      },
      {
        id: 'producteur',
        text: fr`Le producteur, qui attend la confirmation de chaque envoi`,
        right: false,
        why: fr`La confirmation dit « écrite », pas « faite ». Les trois commandes peuvent être confirmées avant que M1 commence.`,
      },
      {
        id: 'partition',
        text: fr`La partition, qui n’a qu’un lecteur dans le groupe`,
        right: false,
        why: fr`Un lecteur unique ne suffit pas : il peut prendre les trois commandes et lancer trois machines à la fois, par exemple dans trois fils.`,
      },
    ],
    show: { does: fr`lance LOT_42, tous les réglages justes`, target: 'machines', ...run() },
  },
  {
    kind: 'choice',
    id: 'td-commit-auto@1',
    page: 'executer-dans-l-ordre',
    given: fr`Chaque étape prend huit secondes. Le commit automatique est actif, toutes les cinq secondes.`,
    ask: fr`Pourquoi ne convient-il pas à la chaîne ?`,
    options: [
      {
        id: 'horloge',
        text: fr`Il suit une horloge : il ne sait pas si la machine a fini`,
        right: true,
        why: fr`Selon la bibliothèque, il valide pendant le travail, ou longtemps après. Jamais au seul instant juste : quand l’étape est finie, avant la suivante.`,
        show: {
          does: fr`lance avec commit automatique, et une panne`,
          target: 'verdict',
          ...run({ autoCommit: true }, { crash: { lot: 0, step: 1, point: 'between' } }),
        },
      },
      {
        id: 'lent',
        text: fr`Il est plus lent qu’un commit écrit dans le programme`,
        right: false,
        why: fr`Il est plutôt plus rapide : une requête pour beaucoup de messages. Ce n’est pas la vitesse qui manque, c’est le bon instant.`,
      },
      {
        id: 'perd',
        text: fr`Il n’est pas enregistré par Kafka et meurt avec le programme`,
        right: false,
        why: fr`C’est la position qui meurt avec le programme. Un offset validé, à la main ou non, est gardé par Kafka pour le groupe.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'td-commit-avant@1',
    page: 'la-panne-entre-travail-et-commit',
    given: fr`Votre boucle valide d’abord, travaille ensuite. Le programme meurt à l’étape 2, entre les deux.`,
    ask: fr`Que fait celui qui le remplace ?`,
    options: [
      {
        id: 'saute',
        text: fr`Il lit l’étape 3 : l’étape 2 n’est jamais faite`,
        right: true,
        why: fr`Le groupe a promis que l’étape 2 était faite. Personne ne la relira. C’est « au plus une fois », et une pièce sans trous.`,
      },
      {
        id: 'refait',
        text: fr`Il refait l’étape 2, puis passe à l’étape 3`,
        right: false,
        why: fr`Ce serait le cas si l’offset n’était pas encore validé. Ici il l’est : la reprise se fait à l’étape 3.`,
        show: {
          does: fr`lance avec commit après le travail, et la même panne`,
          target: 'machines',
          ...run({}, { crash: { lot: 0, step: 2, point: 'between' } }),
        },
      },
      {
        id: 'debut',
        text: fr`Il reprend le lot depuis l’étape 1`,
        right: false,
        why: fr`earliest ne sert qu’à un groupe qui n’a rien validé. Celui-ci a validé les étapes 1 et 2.`,
      },
    ],
    show: {
      does: fr`lance avec commit avant le travail, et la panne`,
      target: 'verdict',
      ...run({ commitAfter: false }, { crash: { lot: 0, step: 2, point: 'between' } }),
    },
  },
  {
    kind: 'choice',
    id: 'td-exactement-une@1',
    page: 'la-panne-entre-travail-et-commit',
    ask: fr`Pourquoi une transaction Kafka ne suffit-elle pas pour percer exactement une fois ?`,
    options: [
      {
        id: 'dehors',
        text: fr`Le trou est fait dans l’atelier : Kafka ne peut ni l’inscrire, ni l’annuler`,
        right: true,
        why: fr`Une transaction lie des écritures dans Kafka et des offsets. Un effet au-dehors lui échappe : il faut que la machine sache ne pas refaire une étape déjà faite.`,
      },
      {
        id: 'lente',
        text: fr`Une transaction prend plus de temps que le travail de la machine`,
        right: false,
        why: fr`Elle coûte un peu, mais ce n’est pas la raison : même instantanée, elle ne saurait rien de la tôle.`,
      },
      {
        id: 'groupe',
        text: fr`Les transactions ne fonctionnent pas avec un groupe de consommateurs`,
        right: false,
        why: fr`Elles fonctionnent avec un groupe : les offsets validés peuvent faire partie de la transaction. Le travail de la machine, non.`,
      },
    ],
  },
];

export const onLots: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'td-cle-machine@1',
    page: 'plusieurs-lots',
    given: fr`Un collègue prend pour clé la machine, M1, M2 ou M3, au lieu du lot.`,
    ask: fr`Qu’est-ce qui casse ?`,
    options: [
      {
        id: 'etapes',
        text: fr`L’ordre des étapes d’un lot : elles ne sont plus dans la même partition`,
        right: true,
        why: fr`Chaque machine a sa file, dans l’ordre. Mais rien ne dit que M1 a fini LOT_42 quand M2 lit la commande de LOT_42.`,
      },
      {
        id: 'rien',
        text: fr`Rien : chaque machine reçoit ses commandes dans l’ordre de l’écriture`,
        right: false,
        why: fr`C’est vrai, et ce n’est pas ce qu’il faut : l’ordre à garder est celui d’un lot entre les machines, pas celui d’une machine entre les lots.`,
      },
      {
        id: 'parallele',
        text: fr`Le parallélisme : un seul lot peut avancer à la fois`,
        right: false,
        why: fr`Au contraire, tout avance en même temps, même les étapes d’un seul lot. C’est bien le problème.`,
      },
    ],
    show: {
      does: fr`lance trois lots sans la clé du lot`,
      target: 'partitions',
      ...run({ keyed: false }, { lots: 3 }),
    },
  },
  {
    kind: 'choice',
    id: 'td-ajouter-partitions@1',
    page: 'plusieurs-lots',
    given: fr`L’étape 1 de LOT_43 est en P0, sur trois partitions. On en ajoute trois. Avec six partitions, murmur2(LOT_43) mod 6 = 3.`,
    ask: fr`Que devient l’étape 2, envoyée ensuite ?`,
    options: [
      {
        id: 'p3',
        text: fr`Elle va en P3, et peut être lue avant l’étape 1`,
        right: true,
        why: fr`La place d’une clé dépend du nombre de partitions. Le passé ne déménage pas : les étapes d’un lot en cours sont séparées. On compte ses partitions au départ.`,
      },
      {
        id: 'p0',
        text: fr`Elle va en P0, où cette clé est déjà connue`,
        right: false,
        why: fr`Personne ne retient où une clé est allée : le client refait le calcul à chaque envoi, avec le nombre de partitions du moment.`,
      },
      {
        id: 'demenage',
        text: fr`Elle va en P3, et Kafka y déplace aussi l’étape 1`,
        right: false,
        why: fr`Kafka ne déplace jamais un message d’une partition à une autre : son offset changerait, et les validations avec.`,
      },
    ],
  },
];
