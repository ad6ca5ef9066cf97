// Number questions of module 3: new numbers at each draw, and for each tempting wrong number the idea behind it.

import { fr, item } from '../quiz-kit.ts';
import type { Draw, NumberQuestion } from '../quiz-schema.ts';

const demo = { topic: 'demo-topic', acks: -1 } as const;

export const numbers: NumberQuestion[] = [
  {
    kind: 'number',
    id: 'kafka-partitions-minimum@1',
    page: 'un-topic-est-un-journal-decoupe',
    show: { does: fr`montre les partitions du topic`, target: 'partitions' },
    make(draw: Draw) {
      const each = draw(2, 5) * 100;
      const whole = draw(2, 6);
      const rest = draw(1, 9) * (each / 10);
      const incoming = whole * each + rest;
      return item({
        given: fr`Un topic reçoit ${incoming} messages par seconde. Un consommateur en traite ${each} par seconde. Tous sont dans un même groupe.`,
        ask: fr`Combien de partitions faut-il, au moins, pour ne pas prendre de retard ?`,
        answer: whole + 1,
        why: fr`${incoming} ÷ ${each} dépasse ${whole} : il faut ${whole + 1} consommateurs au travail, donc ${whole + 1} partitions, car une partition n’a qu’un lecteur dans un groupe.`,
        traps: [
          {
            value: whole,
            why: fr`${whole} consommateurs traitent ${whole * each} messages par seconde : il en reste ${rest} de plus chaque seconde, et le retard ne cesse de grandir.`,
          },
          {
            value: 1,
            why: fr`Une partition n’a qu’un lecteur dans un groupe : ajouter des consommateurs n’y changerait rien, ils attendraient.`,
          },
        ],
        otherwise: fr`Divisez ce qui arrive par ce qu’un consommateur traite, puis arrondissez au-dessus : une partition par consommateur au travail.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'kafka-retard@1',
    page: 'offset-position-validation',
    show: { does: fr`montre le retard des groupes`, target: 'groupes' },
    make(draw: Draw) {
      const committed = draw(20, 60);
      const read = draw(2, 9);
      const end = committed + read + draw(3, 15);
      const position = committed + read;
      return item({
        given: fr`Sur une partition : fin du journal ${end}, offset validé ${committed}, position du consommateur ${position}.`,
        ask: fr`Quel est le retard du groupe sur cette partition ?`,
        answer: end - committed,
        why: fr`Retard = fin du journal − offset validé = ${end} − ${committed} = ${end - committed}. La position vit dans la mémoire du consommateur ; le groupe ne la connaît pas.`,
        traps: [
          {
            value: end - position,
            why: fr`C’est fin − position : ce qu’il reste à lire, pas ce qu’il reste à valider. Si le consommateur meurt, les ${read} messages lus sans être validés seront relus.`,
          },
          {
            value: position - committed,
            why: fr`C’est position − validé : ce qui a été lu sans être validé. Il manque tout ce qui n’est pas encore lu.`,
          },
          {
            value: end - committed - 1,
            why: fr`Un de moins : la fin du journal est l’offset du prochain message, et l’offset validé celui du prochain à lire. Leur différence compte juste.`,
          },
        ],
        otherwise: fr`Deux numéros seulement servent : la fin du journal et l’offset validé. Soustrayez-les.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'kafka-reprise-apres-mort@1',
    page: 'offset-position-validation',
    show: { does: fr`montre le journal des événements`, target: 'journal' },
    make(draw: Draw) {
      const committed = draw(10, 40);
      const treated = committed + draw(2, 6);
      return item({
        given: fr`Votre consommateur a validé ${committed}. Il a traité jusqu’à l’offset ${treated} compris, sans valider de nouveau. Un kill -9 le tue.`,
        ask: fr`Quel offset lit en premier celui qui le remplace ?`,
        answer: committed,
        why: fr`Le groupe ne sait que l’offset validé, ${committed}, qui est le prochain à lire. Les offsets ${committed} à ${treated} sont donc traités deux fois : au moins une fois, pas exactement une.`,
        traps: [
          {
            value: treated + 1,
            why: fr`Ce serait la suite du travail fait. Mais la position est morte avec le processus : personne ne sait qu’il était arrivé là.`,
          },
          {
            value: committed + 1,
            why: fr`Comme si l’offset validé était le dernier lu. C’est le prochain à lire : on valide « dernier traité plus un ».`,
          },
          {
            value: treated,
            why: fr`Comme si le dernier message était seul à refaire. Tout ce qui n’est pas validé est à refaire.`,
          },
          {
            value: 0,
            why: fr`Repartir de 0 est le sort d’un groupe qui n’a rien validé, en earliest. Celui-ci a validé.`,
          },
        ],
        otherwise: fr`Cherchez le seul numéro que Kafka garde pour le groupe : l’offset validé.`,
      });
    },
  },
  {
    kind: 'number',
    id: 'kafka-consommateurs-oisifs@1',
    page: 'un-groupe-se-partage-les-partitions',
    show: { does: fr`montre les groupes et leurs membres`, target: 'groupes' },
    make(draw: Draw) {
      const partitions = draw(3, 8);
      const extra = draw(1, 5);
      const consumers = partitions + extra;
      return item({
        given: fr`Un topic a ${partitions} partitions. Vous lancez ${consumers} consommateurs dans un même groupe.`,
        ask: fr`Combien n’auront aucune partition ?`,
        answer: extra,
        why: fr`Une partition n’a qu’un lecteur dans un groupe : ${partitions} consommateurs au plus travaillent, ${consumers} − ${partitions} = ${extra} attendent. Ils remplaceront ceux qui partent.`,
        traps: [
          {
            value: 0,
            why: fr`Comme si une partition pouvait se partager. Deux lecteurs en mélangeraient l’ordre : Kafka ne le fait jamais dans un groupe.`,
          },
          { value: partitions, why: fr`C’est le nombre de ceux qui travaillent. La question porte sur les autres.` },
          {
            value: consumers - 1,
            why: fr`Comme si un seul lisait tout. Kafka répartit : il donne une partition à autant de membres qu’il peut.`,
          },
        ],
        otherwise: fr`Comptez les partitions, puis les consommateurs : qui est de trop ?`,
      });
    },
  },
  {
    kind: 'number',
    id: 'kafka-deux-groupes-lus@1',
    page: 'deux-groupes-recoivent-tout',
    show: { does: fr`publie dix messages`, target: 'groupes', commands: [{ type: 'publish-demo', ...demo }] },
    make(draw: Draw) {
      const messages = draw(4, 30) * 6;
      const first = draw(2, 3);
      const groups = draw(2, 4);
      return item({
        given: fr`${groups} groupes lisent le même topic. Le groupe « facturation » a ${first} consommateurs, les autres un seul. On publie ${messages} messages.`,
        ask: fr`Combien de lectures en tout, tous groupes et tous consommateurs réunis ?`,
        answer: messages * groups,
        why: fr`Chaque groupe lit tout, une fois : ${groups} × ${messages} = ${messages * groups}. Dans « facturation », les ${first} consommateurs se partagent ces ${messages} messages.`,
        traps: [
          {
            value: messages,
            why: fr`Comme si les groupes se partageaient les messages. On se partage dans un groupe ; entre les groupes, chacun reçoit tout.`,
          },
          {
            value: messages * (groups - 1 + first),
            why: fr`Comme si chaque consommateur lisait tout. Dans « facturation », les ${first} consommateurs se partagent les messages : le groupe compte une fois.`,
          },
        ],
        otherwise: fr`Comptez par groupe, pas par consommateur : chaque groupe lit tout, une fois.`,
      });
    },
  },
];
