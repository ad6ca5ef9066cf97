// Order-the-events questions of module 1: a story whose steps have only one right order.

import { fr } from '../quiz-kit.ts';
import type { OrderQuestion } from '../quiz-schema.ts';

export const orders: OrderQuestion[] = [
  {
    kind: 'order',
    id: 'brokers-ordre-tache@1',
    page: 'la-file-de-travail',
    given: fr`Au début, aucun ouvrier n’est connecté. Le producteur attend la confirmation du broker.`,
    ask: fr`Remettez les événements dans l’ordre.`,
    events: [
      { id: 'envoie', text: fr`Le producteur envoie la tâche` },
      { id: 'confirme', text: fr`Le broker confirme : il la garde` },
      { id: 'arrive', text: fr`Un ouvrier se connecte à la file` },
      { id: 'travaille', text: fr`L’ouvrier fait le travail` },
      { id: 'acquitte', text: fr`L’ouvrier acquitte` },
      { id: 'oublie', text: fr`Le broker oublie la tâche` },
    ],
    why: fr`La confirmation vient du broker, et n’attend aucun ouvrier. L’accusé vient de l’ouvrier, après le travail. Alors seulement le broker oublie.`,
    slips: [
      {
        first: 'acquitte',
        second: 'travaille',
        why: fr`L’accusé dit « c’est fait ». Donné avant le travail, il ferait perdre la tâche si l’ouvrier mourait au milieu.`,
      },
      {
        first: 'arrive',
        second: 'confirme',
        why: fr`Le producteur attend la confirmation, et la tâche peut attendre un ouvrier des heures : le broker confirme sans lui.`,
      },
      {
        first: 'oublie',
        second: 'acquitte',
        why: fr`Jusqu’à l’accusé, le broker garde la tâche, même donnée : c’est ce qui permet de la redonner.`,
      },
    ],
    otherwise: fr`Demandez-vous à chaque étape qui répond de la tâche : le producteur, le broker, ou l’ouvrier.`,
    show: {
      does: fr`envoie une tâche, puis embauche un ouvrier`,
      target: 'journal',
      panel: 'file',
      commands: [
        { type: 'open', broker: 'embarque' },
        { type: 'reset' },
        { type: 'send', count: 1, poison: false },
        { type: 'hire', takesMs: 1_000, prefetch: 1 },
      ],
    },
  },
  {
    kind: 'order',
    id: 'brokers-ordre-absent@1',
    page: 'l-abonne-absent',
    given: fr`Une abonnée MQTT a une session persistante. Elle est coupée pendant une publication, et la reçoit quand même.`,
    ask: fr`Remettez les événements dans l’ordre.`,
    events: [
      { id: 'session', text: fr`Elle se connecte en demandant une session persistante` },
      { id: 'abonne', text: fr`Elle s’abonne au sujet` },
      { id: 'coupe', text: fr`Son lien est coupé` },
      { id: 'publie', text: fr`L’éditeur publie, et le broker garde une copie pour elle` },
      { id: 'revient', text: fr`Elle revient sous le même nom` },
      { id: 'recoit', text: fr`Elle reçoit la copie` },
    ],
    why: fr`Tout se décide avant l’absence : la session, puis l’abonnement. Le broker ne garde que pour qui l’a demandé, et retrouve la session par le nom du client.`,
    slips: [
      {
        first: 'publie',
        second: 'abonne',
        why: fr`Une session ne garde que ce qui est publié après l’abonnement. Ce qui a précédé n’était pas pour elle.`,
      },
      {
        first: 'recoit',
        second: 'revient',
        why: fr`Pour lui envoyer la copie, il faut un lien. Jusqu’à son retour, elle attend chez le broker.`,
      },
      {
        first: 'abonne',
        second: 'session',
        why: fr`On s’abonne sur une connexion : il faut d’abord se connecter, et c’est là que l’on demande une session qui dure.`,
      },
      {
        first: 'publie',
        second: 'coupe',
        why: fr`La publication a lieu pendant la coupure : reçue avant, elle n’aurait pas eu besoin d’être gardée.`,
      },
    ],
    otherwise: fr`Cherchez d’abord ce qui doit être décidé avant la coupure, puis ce qui se passe sans elle.`,
    show: {
      does: fr`commence avec MQTT, coupe Chloé, publie, la ramène`,
      target: 'abonne-chloé',
      panel: 'pubsub',
      commands: [
        { type: 'begin', broker: 'mqtt' },
        { type: 'leave', subscriber: 3 },
        { type: 'publish', count: 1, queue: false },
        { type: 'return', subscriber: 3 },
      ],
    },
  },
  {
    kind: 'order',
    id: 'brokers-ordre-testament@1',
    page: 'mqtt-et-la-porte-de-relais',
    given: fr`La pile d’un capteur se vide d’un coup. Sa connexion n’est pas fermée : il se tait.`,
    ask: fr`Remettez les événements dans l’ordre.`,
    events: [
      { id: 'confie', text: fr`Le capteur se connecte, et confie son testament` },
      { id: 'mesure', text: fr`Il publie une mesure` },
      { id: 'pile', text: fr`Sa pile est vide` },
      { id: 'silence', text: fr`Le broker n’a rien entendu depuis une fois et demie le keep alive` },
      { id: 'testament', text: fr`Le broker publie le testament` },
    ],
    why: fr`Le testament est confié en arrivant : un mort ne peut plus rien dire. Une mort est muette, et le broker n’en est sûr qu’après un délai de silence, que MQTT fixe.`,
    slips: [
      {
        first: 'testament',
        second: 'silence',
        why: fr`Le broker ne sait pas encore que le capteur est mort : il n’a que son silence, et doit attendre avant de conclure.`,
      },
      {
        first: 'mesure',
        second: 'confie',
        why: fr`Le testament fait partie de la connexion, et l’on ne publie rien avant d’être connecté.`,
      },
    ],
    otherwise: fr`Demandez-vous à chaque étape qui sait quoi : le capteur d’abord, le broker ensuite.`,
  },
];
