// Order-the-events questions of module 3: a story whose steps have only one right order.

import { fr } from '../quiz-kit.ts';
import type { OrderQuestion } from '../quiz-schema.ts';

export const orders: OrderQuestion[] = [
  {
    kind: 'order',
    id: 'kafka-ordre-rebalance@1',
    page: 'quand-le-groupe-se-reequilibre',
    given: fr`Deux consommateurs se partagent trois partitions. L’un meurt sans prévenir.`,
    ask: fr`Remettez les événements dans l’ordre.`,
    events: [
      { id: 'mort', text: fr`Le consommateur C1 est tué` },
      { id: 'session', text: fr`Le délai de session de C1 se termine` },
      { id: 'preparing', text: fr`Le groupe passe à PreparingRebalance` },
      { id: 'assign', text: fr`C2 reçoit les trois partitions` },
      { id: 'reprise', text: fr`C2 lit les partitions de C1, à partir de l’offset validé` },
    ],
    why: fr`Une mort est muette : le groupe la conclut à la fin du délai de session. Alors seulement il rappelle ses membres, partage à nouveau, et la lecture reprend à l’offset validé.`,
    slips: [
      {
        first: 'preparing',
        second: 'session',
        why: fr`Le groupe ne peut pas se rééquilibrer pour une mort qu’il ignore encore : il attend d’abord la fin du délai de session.`,
      },
      {
        first: 'reprise',
        second: 'assign',
        why: fr`C2 ne peut pas lire une partition qu’il n’a pas reçue : dans un groupe, chacune n’a qu’un lecteur, donné par le partage.`,
      },
      {
        first: 'assign',
        second: 'preparing',
        why: fr`Le partage est le résultat du rééquilibrage. Il faut d’abord que tous les membres se soient inscrits de nouveau.`,
      },
    ],
    otherwise: fr`Demandez-vous à chaque étape : comment le groupe l’a-t-il appris ?`,
    show: { does: fr`montre le journal des événements`, target: 'journal' },
  },
  {
    kind: 'order',
    id: 'kafka-ordre-persistance@1',
    page: 'un-consommateur-arrete-ne-perd-rien',
    given: fr`Un consommateur valide chaque message après l’avoir traité. On l’arrête, on produit, on le relance.`,
    ask: fr`Remettez les événements dans l’ordre.`,
    events: [
      { id: 'valide', text: fr`Le groupe valide 5` },
      { id: 'arret', text: fr`Le consommateur s’arrête proprement` },
      { id: 'ecrit', text: fr`Le producteur écrit les offsets 5 à 9, le retard monte à 5` },
      { id: 'demande', text: fr`Le consommateur relancé demande l’offset validé du groupe` },
      { id: 'lit', text: fr`Il lit les offsets 5 à 9, le retard revient à 0` },
    ],
    why: fr`Le consommateur valide avant de s’arrêter. Les messages écrits pendant son absence attendent dans le journal. À son retour, il demande au groupe où il en était, puis lit la suite.`,
    slips: [
      {
        first: 'lit',
        second: 'demande',
        why: fr`Avant de lire, un consommateur doit savoir d’où partir : il demande d’abord l’offset validé du groupe.`,
      },
      {
        first: 'arret',
        second: 'valide',
        why: fr`Un consommateur arrêté ne valide plus rien. Il l’a fait avant de partir, sinon des messages seraient relus.`,
      },
      {
        first: 'demande',
        second: 'ecrit',
        why: fr`Le retard est monté à 5 pendant l’absence : les messages sont donc écrits avant que le consommateur ne revienne.`,
      },
    ],
    otherwise: fr`Cherchez d’abord ce qui doit être fait avant l’arrêt, puis ce qui se passe pendant l’absence.`,
    show: { does: fr`montre les groupes et leur retard`, target: 'groupes' },
  },
];
