// Choice questions of module 2: each wrong option has the idea behind it, and why it fails here.
import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';

export const choices: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'ordre-sans-panne@1',
    page: 'pourquoi-l-ordre-est-difficile',
    given: fr`Chloé lit « Non, 18 h » avant « Rendez-vous à 17 h ? ». Aucun message n’est perdu, aucune machine n’est en panne.`,
    ask: fr`Qu’est-ce qui suffit à l’expliquer ?`,
    options: [
      {
        id: 'horloge',
        text: fr`L’horloge de l’ordinateur de Bob avance`,
        right: false,
        why: fr`L’heure écrite dans un message ne change rien à son arrivée. Chloé lit ce qui arrive, quand cela arrive.`,
      },
      {
        id: 'chemins',
        text: fr`Le message d’Alice a pris un chemin plus lent`,
        right: true,
        why: fr`Deux trajets de durées différentes suffisent : la question met plus de temps à atteindre Chloé que la réponse, partie pourtant après.`,
      },
      {
        id: 'tcp',
        text: fr`TCP a été désactivé entre Alice et Chloé`,
        right: false,
        why: fr`TCP remet en ordre les octets d’une connexion. Entre deux connexions, celle d’Alice et celle de Bob, il ne promet rien : le désordre existe avec lui.`,
      },
    ],
    show: { does: fr`montre la voie de Chloé`, target: 'lecteur-2' },
  },
  {
    kind: 'choice',
    id: 'ordre-concurrents@1',
    page: 'pourquoi-l-ordre-est-difficile',
    given: fr`Alice écrit A1, Chloé écrit C1. Aucune des deux n’avait lu le message de l’autre.`,
    ask: fr`Lequel vient « vraiment » avant l’autre ?`,
    options: [
      {
        id: 'heure',
        text: fr`Celui dont l’heure d’envoi est la plus petite`,
        right: false,
        why: fr`Les heures viennent de deux horloges, qui ne sont jamais tout à fait d’accord. Et même parfaites, elles ne diraient pas qui a influencé qui.`,
      },
      {
        id: 'aucun',
        text: fr`Aucun des deux : ils sont concurrents`,
        right: true,
        why: fr`Ni l’un ni l’autre n’a pu influencer l’autre. Les deux ordres de lecture sont acceptables, sauf si l’on exige que tous lisent le même.`,
      },
      {
        id: 'arrive',
        text: fr`Celui qui arrive le premier chez Bob`,
        right: false,
        why: fr`Il peut arriver le premier chez Bob et le second chez quelqu’un d’autre. L’ordre d’arrivée dépend du lecteur.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'ordre-fifo-suffit@1',
    page: 'fifo-causal-total',
    given: fr`Chaque émetteur numérote ses messages, et chacun les lit dans l’ordre de leur émetteur.`,
    ask: fr`Peut-on encore lire une réponse de Bob avant la question d’Alice ?`,
    options: [
      {
        id: 'oui',
        text: fr`Oui : les numéros de Bob ne disent rien de ceux d’Alice`,
        right: true,
        why: fr`FIFO ne compare que les messages d’un même émetteur. Le premier message de Bob est son n° 1 : il est lu aussitôt, que la question d’Alice soit là ou non.`,
      },
      {
        id: 'non-numeros',
        text: fr`Non : un message numéroté attend tous ceux d’avant`,
        right: false,
        why: fr`Il attend ceux d’avant de son émetteur, pas des autres. Pour attendre aussi la question d’Alice, il faudrait savoir que Bob l’avait lue : c’est l’ordre causal.`,
      },
      {
        id: 'non-temps',
        text: fr`Non : Bob répond toujours après avoir reçu la question`,
        right: false,
        why: fr`Bob, oui. Mais Chloé est ailleurs : la question peut être encore en route vers elle quand la réponse y arrive.`,
      },
    ],
    show: { does: fr`montre les verdicts`, target: 'verdicts' },
  },
  {
    kind: 'choice',
    id: 'ordre-epoque@1',
    page: 'pieges-et-remedes',
    given: fr`Le serveur a redémarré sans mémoire et numérote à nouveau depuis 1. Un client attend le numéro 58.`,
    ask: fr`Que doit apprendre ce client pour lire les nouveaux messages ?`,
    options: [
      {
        id: 'epoque',
        text: fr`Que la numérotation n’est plus la même`,
        right: true,
        why: fr`Le nom de la numérotation, son époque, a changé : 1 n’est pas un vieux message, c’est le premier d’une nouvelle suite. Le client repart du début.`,
      },
      {
        id: 'attendre',
        text: fr`Qu’il faut patienter jusqu’au numéro 58`,
        right: false,
        why: fr`Il ignorerait 57 messages neufs, puis livrerait le 58 de la nouvelle suite comme s’il continuait l’ancienne.`,
      },
      {
        id: 'redemander',
        text: fr`Qu’il doit redemander le numéro 58`,
        right: false,
        why: fr`Le serveur n’a pas de 58, et n’en aura peut-être jamais. Redemander ce qui n’existe pas ne finit pas.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'ordre-borne@1',
    page: 'pieges-et-remedes',
    given: fr`Un récepteur attend le 3. Son tampon garde seize numéros au plus. Le 40 arrive.`,
    ask: fr`Que faire du 40 ?`,
    options: [
      {
        id: 'garder',
        text: fr`Le garder : il servira plus tard`,
        right: false,
        why: fr`Alors le tampon n’a plus de limite : un émetteur rapide, ou malveillant, remplit la mémoire du récepteur.`,
      },
      {
        id: 'jeter',
        text: fr`Le jeter : il reviendra de lui-même`,
        right: false,
        why: fr`Rien ne le fait revenir. Si personne ne retient qu’il manque, il est perdu en silence.`,
      },
      {
        id: 'noter',
        text: fr`Ne pas le garder, mais retenir qu’il existe`,
        right: true,
        why: fr`La mémoire reste bornée, et rien n’est perdu en silence : quand la fenêtre l’atteindra, le récepteur verra qu’il lui manque et le redemandera.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'ordre-kafka-partitions@1',
    page: 'cinq-systemes-reels',
    given: fr`Dans Kafka, la question d’Alice est écrite en partition 0 et la réponse de Bob en partition 1.`,
    ask: fr`Dans quel ordre un groupe les lira-t-il ?`,
    options: [
      {
        id: 'ecriture',
        text: fr`Dans l’ordre de leur écriture`,
        right: false,
        why: fr`Cet ordre n’existe que dans une partition. Deux partitions sont deux journaux, lus peut-être par deux consommateurs.`,
      },
      {
        id: 'rien',
        text: fr`Dans un ordre que rien ne garantit`,
        right: true,
        why: fr`Kafka ordonne dans une partition, et rien entre deux. Pour lire la réponse après la question, il faut leur donner la même clé.`,
      },
      {
        id: 'numero',
        text: fr`La partition 0 d’abord, puis la 1`,
        right: false,
        why: fr`Les numéros de partition ne sont pas un rang : les partitions sont lues en parallèle.`,
      },
    ],
    show: { does: fr`montre le choix de l’ordre`, target: 'ordre' },
  },
  {
    kind: 'choice',
    id: 'ordre-redis-coupure@1',
    page: 'cinq-systemes-reels',
    given: fr`Un abonné de Redis Pub/Sub perd sa connexion cinq secondes. Trois messages sont publiés pendant ce temps.`,
    ask: fr`Que lit-il à son retour ?`,
    options: [
      {
        id: 'trois',
        text: fr`Les trois messages, puis la suite`,
        right: false,
        why: fr`Il faudrait que Redis les ait gardés. Pub/Sub livre au plus une fois, aux abonnés connectés à cet instant.`,
      },
      {
        id: 'suite',
        text: fr`La suite seulement, sans le savoir`,
        right: true,
        why: fr`Redis Pub/Sub ne garde rien et ne numérote rien : l’abonné ne peut même pas voir le trou. Il faut un journal, ou des numéros à soi.`,
      },
      {
        id: 'erreur',
        text: fr`Une erreur qui annonce le trou`,
        right: false,
        why: fr`Rien n’est numéroté : ni Redis ni le client ne savent ce qui a manqué.`,
      },
    ],
  },
];
