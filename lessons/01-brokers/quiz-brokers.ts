// Questions of module 1 with one right answer, pages 8 and 9: four brokers, MQTT.

import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';

export const onBrokers: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'brokers-choisir@1',
    page: 'quatre-brokers',
    given: fr`Des factures doivent être calculées une fois chacune. Une facture qui échoue trois fois doit être mise à part, pour qu’un comptable la regarde. L’ordre n’importe pas.`,
    ask: fr`Lequel le fait de lui-même ?`,
    options: [
      {
        id: 'rabbitmq',
        text: fr`RabbitMQ : accusé par message, limite d’essais, lettres mortes.`,
        right: true,
        why: fr`C’est une file de travail, et le broker compte les échecs lui-même. Une file quorum avec une limite et une file de lettres mortes suffit.`,
      },
      {
        id: 'kafka',
        text: fr`Kafka, dans un groupe : chaque partition a un seul lecteur.`,
        right: false,
        why: fr`Un groupe ordinaire valide une position, pas un message. Il ne compte pas les échecs et ne met rien à part : votre programme devrait le faire.`,
      },
      {
        id: 'redis',
        text: fr`Redis Pub/Sub : il est rapide, et les factures sont petites.`,
        right: false,
        why: fr`Chaque facture irait à tous les abonnés, et à personne s’il n’y en a pas. Ni accusé, ni essai, ni partage.`,
      },
      {
        id: 'mqtt',
        text: fr`MQTT, en QoS 2 : chaque message y est livré une seule fois.`,
        right: false,
        why: fr`La QoS parle du transport, pas du travail. Et tous les abonnés d’un sujet reçoivent le message : rien n’est partagé.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'brokers-redis-lent@1',
    page: 'quatre-brokers',
    given: fr`Un abonné de Redis Pub/Sub lit beaucoup moins vite que l’on ne publie.`,
    ask: fr`Que fait Redis ?`,
    options: [
      {
        id: 'deconnecte',
        text: fr`Il le déconnecte, quand son tampon de sortie dépasse une limite.`,
        right: true,
        why: fr`Le tampon d’un abonné est borné, sinon un seul lecteur lent prendrait la mémoire de tous. L’abonné perd alors ce qui y attendait.`,
      },
      {
        id: 'ralentit',
        text: fr`Il ralentit l’éditeur, jusqu’à ce que l’abonné ait rattrapé son retard.`,
        right: false,
        why: fr`L’éditeur ne connaît pas ses abonnés, et ne les attend pas : c’est ce que l’on a voulu en découplant.`,
      },
      {
        id: 'disque',
        text: fr`Il écrit la suite sur disque, et l’abonné la lira plus tard.`,
        right: false,
        why: fr`Redis Pub/Sub n’écrit rien, même quand la base est persistante. Pour relire plus tard, il faut un stream.`,
      },
    ],
    show: {
      does: fr`joue les deux scénarios : Redis y paraît, si ce serveur en a un`,
      target: 'tableau-topic',
      panel: 'brokers',
      commands: [{ type: 'play' }],
    },
  },
  {
    kind: 'choice',
    id: 'brokers-mqtt-retenu@1',
    page: 'mqtt-et-la-porte-de-relais',
    given: fr`Dans serre/temperature, trois mesures ont été publiées, non retenues. Dans serre/porte, « ouverte », puis « fermée », retenues toutes deux. Un abonné tout neuf s’abonne à serre/#.`,
    ask: fr`Que reçoit-il aussitôt ?`,
    options: [
      {
        id: 'fermee',
        text: fr`« fermée », et rien d’autre.`,
        right: true,
        why: fr`Le broker retient un seul message par sujet, le dernier. Les mesures n’étaient pas retenues : il n’en reste rien.`,
      },
      {
        id: 'deux',
        text: fr`« ouverte », puis « fermée ».`,
        right: false,
        why: fr`Un message retenu remplace le précédent de son sujet. C’est un dernier état, pas un journal.`,
      },
      {
        id: 'tout',
        text: fr`Les cinq messages, dans l’ordre.`,
        right: false,
        why: fr`MQTT ne relit pas le passé. Même une session persistante n’aurait gardé que ce qui suit son ouverture.`,
      },
      {
        id: 'rien',
        text: fr`Rien, jusqu’à la prochaine publication.`,
        right: false,
        why: fr`Ce serait vrai sans message retenu. Il sert justement à ce que le nouveau venu n’attende pas pour connaître l’état.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'brokers-mqtt-deux-trajets@1',
    page: 'mqtt-et-la-porte-de-relais',
    given: fr`Un capteur publie en QoS 1. Un écran est abonné en QoS 0.`,
    ask: fr`Que peut-il arriver à une mesure, sur le chemin de l’écran ?`,
    options: [
      {
        id: 'perdue',
        text: fr`Elle peut se perdre entre le broker et l’écran.`,
        right: true,
        why: fr`Il y a deux trajets. Le premier est confirmé. Le second est au plus une fois : c’est l’abonnement qui l’a demandé.`,
      },
      {
        id: 'jamais',
        text: fr`Rien : la QoS 1 du capteur vaut jusqu’au bout.`,
        right: false,
        why: fr`La QoS d’une publication ne vaut que jusqu’au broker. De là à l’abonné, c’est la plus petite des deux qui compte.`,
      },
      {
        id: 'refusee',
        text: fr`Le broker la refuse : les deux QoS diffèrent.`,
        right: false,
        why: fr`Elles peuvent différer, et c’est utile : un écran se passe d’une mesure, une archive non.`,
      },
    ],
    show: {
      does: fr`commence avec MQTT : votre propre programme peut y entrer, avec sa QoS`,
      target: 'dehors',
      panel: 'pubsub',
      commands: [{ type: 'begin', broker: 'mqtt' }],
    },
  },
];
