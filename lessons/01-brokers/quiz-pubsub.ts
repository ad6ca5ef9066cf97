// Questions of module 1 with one right answer, pages 5 to 7: publishing, those who are away, the two paradigms.

import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';

export const onPubsub: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'brokers-publish-zero@1',
    page: 'publier-et-s-abonner',
    given: fr`Vous tapez PUBLISH chatroom "bonjour" dans redis-cli. Redis répond (integer) 0.`,
    ask: fr`Qu’est-ce que cela veut dire ?`,
    options: [
      {
        id: 'personne',
        text: fr`Personne n’était abonné à cet instant, et le message n’est nulle part.`,
        right: true,
        why: fr`Redis répond le nombre d’abonnés à qui il l’a envoyé. Il n’en garde aucune copie : publier sans abonné est permis, et sans effet.`,
      },
      {
        id: 'attend',
        text: fr`Le message attend dans le canal le premier qui s’abonnera.`,
        right: false,
        why: fr`Un canal n’est pas une file : il ne contient rien. Celui qui s’abonne ensuite ne recevra que la suite.`,
      },
      {
        id: 'existe-pas',
        text: fr`Le canal n’existe pas : il fallait le créer avant de publier.`,
        right: false,
        why: fr`Un canal n’est jamais créé. C’est un nom, que l’éditeur et les abonnés ont en commun, rien de plus.`,
      },
      {
        id: 'bien',
        text: fr`Tout va bien : 0 est le code d’une commande sans erreur.`,
        right: false,
        why: fr`Ce serait vrai du code de sortie d’un programme. Ici, c’est un compte : avec deux abonnés, la réponse est 2.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'brokers-absent-ordinaire@1',
    page: 'l-abonne-absent',
    given: fr`Sur un broker MQTT, Bob est un abonné ordinaire : sa session n’est pas persistante. Il est coupé, un message est publié, il revient.`,
    ask: fr`Que reçoit-il à son retour ?`,
    options: [
      {
        id: 'suite',
        text: fr`Seulement la suite : celui-là est perdu pour lui.`,
        right: true,
        why: fr`Le broker n’avait rien à son nom : sa session est partie avec lui. Et rien ne lui dira qu’il a manqué quelque chose.`,
      },
      {
        id: 'manque',
        text: fr`Le message manqué : MQTT garde ceux des absents.`,
        right: false,
        why: fr`MQTT le fait pour une session persistante, demandée à la connexion. Celle de Bob ne l’est pas.`,
      },
      {
        id: 'qos',
        text: fr`Le message manqué, s’il a été publié en QoS 2.`,
        right: false,
        why: fr`La QoS parle d’un trajet entre un client et le broker. Sans session qui dure, il n’y a plus de trajet jusqu’à Bob.`,
      },
    ],
    show: {
      does: fr`commence avec MQTT, coupe Bob, publie, le ramène`,
      target: 'abonne-bob',
      panel: 'pubsub',
      commands: [
        { type: 'begin', broker: 'mqtt' },
        { type: 'leave', subscriber: 2 },
        { type: 'publish', count: 1, queue: false },
        { type: 'return', subscriber: 2 },
      ],
    },
  },
  {
    kind: 'choice',
    id: 'brokers-nouveau-passe@1',
    page: 'l-abonne-absent',
    given: fr`Un programme écrit aujourd’hui doit lire les ventes publiées depuis une semaine. Il n’existait pas alors.`,
    ask: fr`Chez lequel peut-il les trouver ?`,
    options: [
      {
        id: 'journal',
        text: fr`Dans un journal, comme un topic de Kafka qui garde sept jours.`,
        right: true,
        why: fr`Un journal garde sans savoir qui lira. Le nouveau venu commence au début, et relit tout ce qui est encore gardé.`,
      },
      {
        id: 'session',
        text: fr`Chez un broker MQTT, avec une session persistante.`,
        right: false,
        why: fr`Une session garde ce qui est publié après qu’elle a été ouverte. Celle-ci n’existait pas la semaine dernière.`,
      },
      {
        id: 'file',
        text: fr`Chez RabbitMQ, dans une file durable à son nom.`,
        right: false,
        why: fr`Une file se remplit à partir du moment où elle existe. Créée aujourd’hui, elle est vide.`,
      },
      {
        id: 'canal',
        text: fr`Chez Redis, en s’abonnant au canal des ventes.`,
        right: false,
        why: fr`Redis Pub/Sub ne garde rien du tout : même qui était abonné hier ne peut pas relire.`,
      },
    ],
    show: {
      does: fr`joue les mêmes scénarios sur tous les brokers : regardez Emma, qui demande le passé`,
      target: 'tableau-topic',
      panel: 'brokers',
      commands: [{ type: 'play' }],
    },
  },
  {
    kind: 'choice',
    id: 'brokers-vider-caches@1',
    page: 'deux-paradigmes',
    given: fr`Cinq serveurs web ont chacun un cache. Un article est corrigé : les cinq doivent l’oublier. Quelqu’un envoie « oublie l’article 7 » dans une file dont les cinq serveurs sont les consommateurs.`,
    ask: fr`Que se passe-t-il ?`,
    options: [
      {
        id: 'un-seul',
        text: fr`Un seul serveur oublie l’article, les quatre autres gardent l’ancien.`,
        right: true,
        why: fr`Dans une file, chaque message va à un seul. Il fallait une diffusion : une copie pour chaque serveur.`,
      },
      {
        id: 'cinq',
        text: fr`Les cinq l’oublient : tous sont consommateurs de la file.`,
        right: false,
        why: fr`Être plusieurs consommateurs d’une même file, c’est se partager ses messages, pas en avoir chacun une copie.`,
      },
      {
        id: 'prefetch',
        text: fr`Un seul, à moins de régler le prefetch des serveurs à 5.`,
        right: false,
        why: fr`Le prefetch dit combien de messages différents un consommateur tient en main. Il ne fait pas de copies.`,
      },
    ],
    show: {
      does: fr`envoie un message au sujet et à une file : trois copies ici, un seul ouvrier là`,
      target: 'file',
      panel: 'pubsub',
      commands: [
        { type: 'begin', broker: 'embarque' },
        { type: 'publish', count: 1, queue: true },
      ],
    },
  },
];
