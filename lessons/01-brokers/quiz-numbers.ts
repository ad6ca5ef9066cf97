// Number questions of module 1: new numbers at each draw, and for each tempting wrong number the idea behind it.

import { fr, item } from '../quiz-kit.ts';
import type { Draw, NumberQuestion } from '../quiz-schema.ts';

export const numbers: NumberQuestion[] = [
  {
    kind: 'number',
    id: 'brokers-vider-la-file@1',
    page: 'pourquoi-un-broker',
    show: {
      does: fr`envoie dix tâches à un seul ouvrier`,
      target: 'pretes',
      panel: 'file',
      commands: [
        { type: 'open', broker: 'embarque' },
        { type: 'reset' },
        { type: 'hire', takesMs: 2_000, prefetch: 1 },
        { type: 'send', count: 10, poison: false },
      ],
    },
    make(draw: Draw) {
      const workers = draw(2, 5);
      const rounds = draw(2, 6);
      const rest = draw(1, workers - 1);
      const tasks = workers * rounds + rest;
      const seconds = draw(2, 9);
      return item({
        given: fr`${tasks} tâches arrivent d’un coup. ${workers} ouvriers, de prefetch 1, mettent ${seconds} s par tâche.`,
        ask: fr`Au bout de combien de secondes la dernière est-elle faite ?`,
        answer: (rounds + 1) * seconds,
        why: fr`${workers} tâches avancent à la fois : il faut ${rounds + 1} tours de ${seconds} s, le dernier pour les ${rest} qui restent. ${rounds + 1} × ${seconds} = ${(rounds + 1) * seconds}.`,
        traps: [
          {
            value: tasks * seconds,
            why: fr`C’est le temps d’un seul ouvrier. Les ${workers} travaillent en même temps.`,
          },
          {
            value: rounds * seconds,
            why: fr`Après ${rounds} tours, ${workers * rounds} tâches sont faites. Il en reste ${rest}, et un tour entamé dure aussi longtemps qu’un autre.`,
          },
          {
            value: Math.round((tasks * seconds) / workers),
            why: fr`C’est ${tasks} × ${seconds} ÷ ${workers}, comme si une tâche pouvait se couper en morceaux entre ouvriers. Elle va à un seul.`,
          },
        ],
        otherwise: fr`Comptez les tours : combien de tâches à la fois, et donc combien de fois ${seconds} s.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'brokers-parts-inegales@1',
    page: 'la-file-de-travail',
    show: {
      does: fr`embauche un ouvrier rapide et un lent, et envoie dix tâches`,
      target: 'ouvriers',
      panel: 'file',
      commands: [
        { type: 'open', broker: 'embarque' },
        { type: 'hire', takesMs: 500, prefetch: 1 },
        { type: 'hire', takesMs: 2_000, prefetch: 1 },
        { type: 'send', count: 10, poison: false },
      ],
    },
    make(draw: Draw) {
      const slower = draw(2, 5);
      const slow = draw(2, 6);
      const fast = slower * slow;
      const seconds = fast;
      return item({
        given: fr`Un ouvrier met 1 s par tâche, l’autre ${slower} s. Prefetch 1 pour les deux, et des tâches en abondance.`,
        ask: fr`Combien de tâches ont-ils faites, à eux deux, en ${seconds} s ?`,
        answer: fast + slow,
        why: fr`Chacun en reçoit une nouvelle dès qu’il a fini : ${fast} pour le rapide, ${seconds} ÷ ${slower} = ${slow} pour le lent, donc ${fast + slow}.`,
        traps: [
          {
            value: 2 * slow,
            why: fr`Comme si le rapide attendait le lent, à tour de rôle. Avec un prefetch de 1, il prend la suivante dès qu’il a acquitté.`,
          },
          {
            value: 2 * fast,
            why: fr`Comme si les deux allaient à 1 s par tâche. Le lent n’en fait que ${slow} pendant ce temps.`,
          },
          { value: fast, why: fr`C’est la part du rapide. Le lent a travaillé aussi : il en a fait ${slow}.` },
        ],
        otherwise: fr`Comptez chacun pour soi : ${seconds} s divisées par la durée d’une de ses tâches.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'brokers-redistribuees@1',
    page: 'accuser-refuser-mettre-de-cote',
    show: {
      does: fr`embauche un ouvrier de prefetch 5, et envoie dix tâches : tuez-le`,
      target: 'non-acquittees',
      panel: 'file',
      commands: [
        { type: 'open', broker: 'embarque' },
        { type: 'reset' },
        { type: 'hire', takesMs: 5_000, prefetch: 5 },
        { type: 'send', count: 10, poison: false },
      ],
    },
    make(draw: Draw) {
      const prefetch = draw(3, 9);
      const done = draw(2, 9);
      const left = draw(2, 9);
      const sent = done + prefetch + left;
      return item({
        given: fr`${sent} tâches, un ouvrier de prefetch ${prefetch}, qui les fait l’une après l’autre. Il en a acquitté ${done}. On le tue.`,
        ask: fr`Combien de tâches étaient dans sa main, et seront redistribuées ?`,
        answer: prefetch,
        why: fr`Il tenait ${prefetch} tâches non acquittées : celle qu’il faisait, et ${prefetch - 1} prises d’avance. Les ${done} acquittées sont faites, les ${left} autres n’avaient pas quitté la file.`,
        traps: [
          {
            value: 1,
            why: fr`Celle qu’il faisait, oui. Mais le prefetch lui en avait donné ${prefetch - 1} autres d’avance, qu’il n’avait pas acquittées non plus.`,
          },
          {
            value: sent - done,
            why: fr`C’est tout ce qui n’est pas fait. ${left} de ces tâches étaient encore dans la file, et n’avaient été données à personne.`,
          },
          { value: sent, why: fr`Les ${done} acquittées sont oubliées du broker : elles ne reviendront pas.` },
        ],
        otherwise: fr`Combien de tâches non acquittées un ouvrier peut-il tenir ? C’est le prefetch.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'brokers-copies@1',
    page: 'publier-et-s-abonner',
    show: {
      does: fr`publie, puis abonne Denis`,
      target: 'abonne-denis',
      panel: 'pubsub',
      commands: [
        { type: 'begin', broker: 'embarque' },
        { type: 'publish', count: 1, queue: false },
        { type: 'subscribe', name: 'Denis', durable: false, from: 'now' },
        { type: 'publish', count: 2, queue: false },
      ],
    },
    make(draw: Draw) {
      const first = draw(2, 6);
      const late = draw(2, 5);
      const before = draw(3, 9);
      const after = draw(2, 8);
      return item({
        given: fr`${first} abonnés écoutent. L’éditeur publie ${before} messages. Alors ${late} abonnés de plus arrivent, et il en publie encore ${after}. Rien n’est gardé.`,
        ask: fr`Combien de messages le broker a-t-il livrés en tout ?`,
        answer: first * before + (first + late) * after,
        why: fr`Une copie par abonné présent : ${first} × ${before} = ${first * before}, puis ${first + late} × ${after} = ${(first + late) * after}.`,
        traps: [
          {
            value: before + after,
            why: fr`C’est ce que l’éditeur a publié. Le broker en fait une copie pour chaque abonné présent.`,
          },
          {
            value: (first + late) * (before + after),
            why: fr`Comme si les retardataires recevaient le passé. Rien n’est gardé : ils n’ont que la suite.`,
          },
          {
            value: first * (before + after),
            why: fr`Il manque les ${late} nouveaux, qui reçoivent eux aussi les ${after} derniers.`,
          },
        ],
        otherwise: fr`Comptez en deux temps : avant l’arrivée des nouveaux, puis après ; à chaque fois, messages × présents.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'brokers-diffuser-vers-des-files@1',
    page: 'deux-paradigmes',
    show: {
      does: fr`envoie les mêmes dix messages au sujet et à une file`,
      target: 'file',
      panel: 'pubsub',
      commands: [
        { type: 'begin', broker: 'embarque' },
        { type: 'publish', count: 10, queue: true },
      ],
    },
    make(draw: Draw) {
      const services = draw(2, 5);
      const workers = draw(2, 4);
      const messages = draw(3, 20) * 2;
      return item({
        given: fr`${messages} commandes sont diffusées vers ${services} services. Chaque service a sa file, et ${workers} ouvriers sur cette file.`,
        ask: fr`Combien de livraisons à des ouvriers, en tout ?`,
        answer: messages * services,
        why: fr`La diffusion fait une copie par file : ${services} × ${messages} = ${messages * services}. Dans une file, chaque copie va à un seul des ${workers} ouvriers.`,
        traps: [
          {
            value: messages * services * workers,
            why: fr`Comme si chaque ouvrier recevait tout. Ceux d’un même service se partagent leur file.`,
          },
          {
            value: messages,
            why: fr`Comme si les services se partageaient les commandes. Chaque service a sa file, donc sa copie de toutes.`,
          },
          {
            value: messages * workers,
            why: fr`Ce sont les files que la diffusion sert, pas les ouvriers : il y en a ${services}.`,
          },
        ],
        otherwise: fr`Entre les files on copie, dans une file on partage : comptez par file.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'brokers-copies-par-serveur@1',
    page: 'plusieurs-serveurs',
    make(draw: Draw) {
      const servers = draw(2, 6);
      const clients = draw(3, 9) * 10;
      return item({
        given: fr`${servers} serveurs Socket.IO sont reliés par Redis, chacun abonné au canal. Chacun a ${clients} clients. L’un d’eux publie un message, que tous doivent voir.`,
        ask: fr`Combien de copies Redis envoie-t-il ?`,
        answer: servers,
        why: fr`Les abonnés de Redis sont les serveurs, celui qui publie compris : ${servers} copies. Chaque serveur en fait ensuite une pour chacun de ses ${clients} clients.`,
        traps: [
          {
            value: servers * clients,
            why: fr`C’est le nombre de clients. Ils ne sont pas abonnés à Redis : leur serveur l’est pour eux.`,
          },
          {
            value: servers - 1,
            why: fr`Comme si celui qui publie était oublié. Il est abonné comme les autres, et reçoit donc son propre message.`,
          },
          {
            value: clients,
            why: fr`Ce sont les copies que fait ensuite un serveur. Redis, lui, ne connaît que les serveurs.`,
          },
        ],
        otherwise: fr`Demandez-vous qui est abonné au canal de Redis.`,
      });
    },
  },
];
