// Questions of module 4 on writing in order.
import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';
import { run } from './run.ts';

export const onWriting: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'td-sans-attendre@1',
    page: 'ecrire-dans-l-ordre',
    given: fr`Un producteur envoie les étapes 1 et 2 en acks=all, sans attendre. L’étape 1 est refusée, puis renvoyée par le client ; il n’est pas idempotent.`,
    ask: fr`Que peut-on trouver dans la partition ?`,
    options: [
      {
        id: 'croise',
        text: fr`L’étape 2, puis l’étape 1`,
        right: true,
        why: fr`Pendant le nouvel essai, l’étape 2 était déjà en route : elle a été écrite la première. Attendre chaque confirmation l’interdit : il n’y a jamais deux envois en vol.`,
      },
      {
        id: 'ordre',
        text: fr`L’étape 1, puis l’étape 2`,
        right: false,
        why: fr`C’est croire qu’acks=all garde l’ordre des envois. Il dit combien de répliques doivent avoir écrit, pas qui passe devant.`,
      },
      {
        id: 'double',
        text: fr`L’étape 1 deux fois`,
        right: false,
        why: fr`C’est l’accident de la réponse perdue. Ici l’étape 1 a été refusée : elle n’était pas écrite avant le nouvel essai.`,
      },
    ],
    show: {
      does: fr`lance la chaîne sans attendre, sans idempotence, avec un refus`,
      target: 'partitions',
      ...run({ awaited: false, idempotent: false }, { refused: { lot: 0, step: 1 } }),
    },
  },
  {
    kind: 'choice',
    id: 'td-sans-cle@1',
    page: 'ecrire-dans-l-ordre',
    given: fr`Le producteur oublie la clé. Trois partitions, trois consommateurs dans le groupe.`,
    ask: fr`Pourquoi les machines ne suivent-elles plus l’ordre du lot ?`,
    options: [
      {
        id: 'partitions',
        text: fr`Les étapes sont dans des partitions différentes, chez des consommateurs différents`,
        right: true,
        why: fr`Chacun lit sa partition dans l’ordre, mais rien n’ordonne une partition par rapport à une autre : les machines travaillent en même temps.`,
      },
      {
        id: 'melange',
        text: fr`Kafka mélange les messages sans clé à l’intérieur d’une même partition`,
        right: false,
        why: fr`Une partition reste toujours dans l’ordre de l’écriture, avec ou sans clé. Le désordre naît entre les partitions.`,
      },
      {
        id: 'refus',
        text: fr`Un consommateur refuse les messages dont la clé est vide`,
        right: false,
        why: fr`La clé ne sert qu’à choisir la partition, à l’envoi. Un consommateur lit très bien un message sans clé.`,
      },
    ],
    show: {
      does: fr`lance la chaîne sans clé`,
      target: 'partitions',
      ...run({ keyed: false }),
    },
  },
];
