// Number questions of module 4: new numbers at each draw, and for each tempting wrong number the idea behind it.
import { fr, item } from '../quiz-kit.ts';
import type { Draw, NumberQuestion } from '../quiz-schema.ts';
import { run } from './run.ts';

export const numbers: NumberQuestion[] = [
  {
    kind: 'number',
    id: 'td-sequence@1',
    page: 'ecrire-dans-l-ordre',
    show: {
      does: fr`perd une réponse, avec l’idempotence`,
      target: 'partitions',
      ...run({}, { lostAck: { lot: 0, step: 1 } }),
    },
    make(draw: Draw) {
      const here = draw(3, 20);
      const there = draw(2, 9);
      return item({
        given: fr`Un producteur idempotent a écrit ${here} commandes en partition 1 et ${there} en partition 0. La dernière réponse de la partition 1 s’était perdue : il a renvoyé cette commande une fois.`,
        ask: fr`Quel numéro de séquence portera sa prochaine commande en partition 1 ?`,
        answer: here,
        why: fr`Les séquences commencent à 0 dans chaque partition : les ${here} commandes portent 0 à ${here - 1}. Le renvoi porte le même numéro que la première fois, c’est ainsi qu’il est reconnu.`,
        traps: [
          {
            value: here + 1,
            why: fr`Vous avez compté le renvoi. Il porte le numéro de la commande renvoyée, sinon le broker ne la reconnaîtrait pas.`,
          },
          {
            value: here + there,
            why: fr`Vous avez compté toutes les partitions. Les séquences sont tenues partition par partition.`,
          },
          { value: here - 1, why: fr`C’est le numéro de la dernière commande écrite. La prochaine porte le suivant.` },
        ],
        otherwise: fr`Comptez les commandes différentes écrites dans cette partition. La première portait le numéro 0.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'td-promis-de-trop@1',
    page: 'executer-dans-l-ordre',
    make(draw: Draw) {
      const first = draw(4, 60);
      const size = draw(3, 9);
      return item({
        given: fr`poll() a rendu ${size} commandes, des offsets ${first} à ${first + size - 1}. Votre programme fait la première, appelle commit() sans argument, puis meurt.`,
        ask: fr`À quel offset le remplaçant reprend-il ?`,
        answer: first + size,
        why: fr`Sans argument, commit() valide la position : tout ce que poll() a rendu, soit ${first + size}. Les ${size - 1} autres commandes sont promises, et personne ne les fera. Avec max_poll_records=1, la position ne dépasse jamais la commande en main.`,
        traps: [
          {
            value: first + 1,
            why: fr`Ce serait juste avec une commande par lecture, ou avec commit({partition: ${first + 1}}). Sans argument, c’est toute la lecture qui est validée.`,
          },
          {
            value: first,
            why: fr`C’est ce qui arriverait sans commit : tout serait relu. Mais commit() a été appelé, et il a tout promis.`,
          },
          {
            value: first + size - 1,
            why: fr`C’est le dernier offset rendu. On valide le prochain à lire : un de plus.`,
          },
        ],
        otherwise: fr`Demandez-vous ce que valide commit() sans argument : la position du consommateur, après tout ce que poll() a rendu.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'td-travaux@1',
    page: 'la-panne-entre-travail-et-commit',
    show: {
      does: fr`lance LOT_42 avec une panne entre le travail et le commit`,
      target: 'machines',
      ...run({}, { crash: { lot: 0, step: 2, point: 'between' } }),
    },
    make(draw: Draw) {
      const lots = draw(2, 6);
      const between = draw(1, 4);
      const before = draw(1, 3);
      const steps = lots * 3;
      return item({
        given: fr`${lots} lots de trois étapes. Le consommateur travaille puis valide. Il meurt ${between} fois entre le travail et le commit, et ${before} fois avant le travail. Il est relancé à chaque fois.`,
        ask: fr`Combien de travaux les machines ont-elles finis, en tout ?`,
        answer: steps + between,
        why: fr`${steps} étapes, et chacune des ${between} pannes entre le travail et le commit fait refaire un travail fini : ${steps} + ${between} = ${steps + between}. Mourir avant le travail ne gâche rien.`,
        traps: [
          {
            value: steps,
            why: fr`Ce serait « exactement une fois ». Un travail fini mais pas validé est refait par celui qui reprend.`,
          },
          {
            value: steps + between + before,
            why: fr`Mourir avant le travail ne fait rien refaire : l’étape n’avait pas commencé, elle est faite une fois par le suivant.`,
          },
          {
            value: steps - between,
            why: fr`Comme si ces étapes étaient perdues. Elles le seraient avec le commit d’abord ; ici elles sont refaites.`,
          },
        ],
        otherwise: fr`Comptez les étapes, puis ajoutez un travail pour chaque panne arrivée quand le travail était fini sans être validé.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'td-lots-ensemble@1',
    page: 'plusieurs-lots',
    show: {
      does: fr`lance trois lots chez deux consommateurs`,
      target: 'machines',
      ...run({ consumers: 2 }, { lots: 3 }),
    },
    make(draw: Draw) {
      const few = draw(2, 7);
      const many = few + draw(1, 4);
      const isShort = draw(0, 1) === 0;
      const partitions = isShort ? few : many;
      const consumers = isShort ? many : few;
      return item({
        given: fr`Le topic a ${partitions} partitions, et des dizaines de lots attendent dans chacune. Le groupe a ${consumers} consommateurs, qui tiennent une commande à la fois.`,
        ask: fr`Combien de lots avancent en même temps, au plus ?`,
        answer: few,
        why: isShort
          ? fr`${partitions} partitions, donc ${partitions} lecteurs au travail : les autres consommateurs n’ont rien à lire.`
          : fr`${consumers} consommateurs, une commande chacun : certains tiennent plusieurs partitions, mais ne font qu’une étape à la fois.`,
        traps: [
          {
            value: many,
            why: isShort
              ? fr`${consumers - partitions} de ces consommateurs n’ont aucune partition : une partition n’a qu’un lecteur dans le groupe.`
              : fr`Il faut un consommateur pour faire avancer un lot. ${consumers} consommateurs, une commande à la fois chacun.`,
          },
          {
            value: 1,
            why: fr`L’ordre n’est exigé que dans un lot. Des lots de partitions différentes avancent ensemble.`,
          },
        ],
        otherwise: fr`Deux limites : une partition n’a qu’un lecteur, et un lecteur ne tient qu’une commande. La plus petite décide.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'td-trop-tot@1',
    page: 'la-correction-ligne-par-ligne',
    show: {
      does: fr`lance avec commit avant le travail`,
      target: 'verdict',
      ...run({ commitAfter: false }),
    },
    make(draw: Draw) {
      const work = draw(2, 8) * 500;
      const after = draw(1, 9) * 40;
      const offset = draw(3, 60);
      return item({
        given: fr`Le travail annoncé dure ${work} ms. Le broker donne l’offset ${offset} à 0 ms, et reçoit le commit ${offset + 1} à ${after} ms.`,
        ask: fr`De combien de millisecondes, au moins, ce commit vient-il trop tôt ?`,
        answer: work - after,
        why: fr`La machine ne peut pas avoir commencé avant que la commande soit donnée, ni fini avant ${work} ms. Le commit est arrivé à ${after} ms : ${work} − ${after} = ${work - after}.`,
        traps: [
          { value: after, why: fr`C’est le temps écoulé depuis la lecture. Comparez-le avec la durée du travail.` },
          {
            value: work,
            why: fr`C’est toute la durée du travail, comme si le commit était parti à la lecture même. Il est parti ${after} ms après.`,
          },
          { value: work + after, why: fr`Les deux durées commencent au même instant, la lecture : on les soustrait.` },
        ],
        otherwise: fr`Cherchez l’instant le plus précoce où la machine a pu finir, puis l’écart avec le commit.`,
      });
    },
  },
];
