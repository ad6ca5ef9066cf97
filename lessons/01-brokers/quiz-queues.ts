// Questions of module 1 with one right answer, pages 1 to 4: what a broker is, work queues, what becomes of a task.

import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion, Show } from '../quiz-schema.ts';

/** An empty queue of one's own, then what is done there. */
const inQueue = (
  does: string,
  target: string,
  ...commands: NonNullable<Extract<Show, { panel: 'file' }>['commands']>
): Show => ({
  does,
  target,
  panel: 'file',
  commands: [{ type: 'open', broker: 'embarque' }, { type: 'reset' }, ...commands],
});

export const onQueues: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'brokers-envoyer-sans-ouvrier@1',
    page: 'qu-est-ce-qu-un-broker',
    given: fr`Un programme envoie une tâche. Aucun ouvrier n’existe. Le broker confirme l’envoi.`,
    ask: fr`Que sait le producteur, à cet instant ?`,
    options: [
      {
        id: 'gardee',
        text: fr`Que le broker garde la tâche, et la donnera à quelqu’un.`,
        right: true,
        why: fr`La confirmation parle du broker, et de lui seul. Le producteur peut passer à autre chose : la suite ne dépend plus de lui.`,
      },
      {
        id: 'recue',
        text: fr`Qu’un ouvrier l’a reçue, et va bientôt la commencer.`,
        right: false,
        why: fr`Personne ne travaille encore. Le producteur ne connaît pas les ouvriers : il ne saura ni lequel la prend, ni quand.`,
      },
      {
        id: 'faite',
        text: fr`Que le travail est fait, puisque la réponse est positive.`,
        right: false,
        why: fr`C’est ce que dirait un appel direct. Ici l’échange est asynchrone : envoyer n’est pas attendre que ce soit fait.`,
      },
    ],
    show: inQueue(fr`envoie une tâche, sans ouvrier`, 'pretes', { type: 'send', count: 1, poison: false }),
  },
  {
    kind: 'choice',
    id: 'brokers-demenager@1',
    page: 'qu-est-ce-qu-un-broker',
    given: fr`Un site dépose ses demandes de courrier chez un broker. Le programme qui les envoie est réécrit dans un autre langage, sur une autre machine.`,
    ask: fr`Que faut-il changer dans le site ?`,
    options: [
      {
        id: 'rien',
        text: fr`Rien, tant que la forme des messages reste la même.`,
        right: true,
        why: fr`Le site connaît l’adresse du broker, et la forme des messages. Il ne connaît ni la machine ni le langage de qui les lit : c’est le découplage.`,
      },
      {
        id: 'adresse',
        text: fr`L’adresse de la machine, dans ses réglages.`,
        right: false,
        why: fr`Ce serait vrai d’un appel direct. Ici le site n’a jamais eu cette adresse : il a celle du broker.`,
      },
      {
        id: 'tout',
        text: fr`Rien, même si les champs des messages changent de nom.`,
        right: false,
        why: fr`Le broker découple les programmes, pas le sens de ce qu’ils se disent. Un champ renommé casse qui le lit, sans que le broker le voie.`,
      },
      {
        id: 'langage',
        text: fr`Sa bibliothèque : les deux bouts doivent parler le même langage.`,
        right: false,
        why: fr`Ils doivent parler le même protocole au broker. Un producteur JavaScript et un ouvrier Python s’entendent très bien.`,
      },
    ],
    show: { does: fr`montre les brokers, qui changent sans que les gestes changent`, target: 'broker', panel: 'file' },
  },
  {
    kind: 'choice',
    id: 'brokers-appel-direct@1',
    page: 'pourquoi-un-broker',
    ask: fr`Auquel de ces besoins un appel direct convient-il mieux qu’une file ?`,
    options: [
      {
        id: 'mot-de-passe',
        text: fr`Dire si un mot de passe est bon, pendant que la personne attend.`,
        right: true,
        why: fr`La réponse est attendue tout de suite, par quelqu’un qui ne peut rien faire sans elle. Une file n’apporterait qu’un délai de plus.`,
      },
      {
        id: 'courriers',
        text: fr`Envoyer trois cents courriers quand les notes sont publiées.`,
        right: false,
        why: fr`Personne n’attend la réponse devant son écran, et le serveur de courrier est lent : c’est l’usage même d’une file.`,
      },
      {
        id: 'pic',
        text: fr`Encoder des vidéos, qui arrivent surtout le dimanche soir.`,
        right: false,
        why: fr`Le travail est long et vient par pics. La file prend le pic, et les ouvriers l’écoulent à leur rythme.`,
      },
      {
        id: 'panne',
        text: fr`Transmettre des commandes à un entrepôt dont le réseau coupe souvent.`,
        right: false,
        why: fr`Un appel direct échouerait à chaque coupure. Une file garde les commandes jusqu’à ce que l’entrepôt revienne.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'brokers-prefetch@1',
    page: 'la-file-de-travail',
    given: fr`Un ouvrier lent, de prefetch 10, travaille seul. Dix tâches arrivent. Un ouvrier rapide est embauché ensuite : il ne reçoit rien.`,
    ask: fr`Pourquoi ?`,
    options: [
      {
        id: 'en-main',
        text: fr`Les dix tâches sont déjà dans la main du premier.`,
        right: true,
        why: fr`Le prefetch dit combien de tâches non acquittées un ouvrier peut tenir. Le premier les a toutes : la file n’a plus rien de prêt à donner.`,
      },
      {
        id: 'anciennete',
        text: fr`Le broker sert d’abord le plus ancien de ses ouvriers.`,
        right: false,
        why: fr`Il n’y a pas d’ancienneté. Le broker donne à qui a de la place dans sa main ; avec un prefetch de 1, le second aurait eu la deuxième tâche.`,
      },
      {
        id: 'avant-lui',
        text: fr`Ces tâches ont été envoyées avant son arrivée.`,
        right: false,
        why: fr`C’est la règle d’une diffusion. Une file garde ses tâches pour le premier ouvrier libre, arrivé avant ou après.`,
      },
    ],
    show: inQueue(
      fr`embauche un ouvrier lent de prefetch 10, et envoie dix tâches`,
      'ouvriers',
      { type: 'hire', takesMs: 5_000, prefetch: 10 },
      { type: 'send', count: 10, poison: false },
    ),
  },
  {
    kind: 'choice',
    id: 'brokers-acquitter-avant@1',
    page: 'accuser-refuser-mettre-de-cote',
    given: fr`L’ouvrier est tué pendant le travail.`,
    code: 'async function recevoir(message) {\n  canal.ack(message);\n  await travailler(message);\n}',
    ask: fr`Que devient cette tâche ?`,
    options: [
      {
        id: 'perdue',
        text: fr`Elle est perdue : le broker l’a déjà oubliée.`,
        right: true,
        why: fr`L’accusé dit « c’est fait » : le broker l’a cru. Acquitter avant de travailler, c’est accepter de perdre.`,
      },
      {
        id: 'redistribuee',
        text: fr`Elle est redistribuée : la connexion est coupée.`,
        right: false,
        why: fr`Une coupure redistribue ce qui n’est pas acquitté. Celle-ci l’est, depuis la première ligne.`,
      },
      {
        id: 'cote',
        text: fr`Elle est mise de côté, avec les lettres mortes.`,
        right: false,
        why: fr`Une lettre morte vient d’un refus, ou de trop d’essais. Pour le broker, cette tâche est réussie.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'brokers-empoisonnee@1',
    page: 'accuser-refuser-mettre-de-cote',
    given: fr`Une file n’a ni limite d’essais ni file de lettres mortes. Une tâche échoue à chaque fois, et l’ouvrier la rend.`,
    ask: fr`Que voit-on ?`,
    options: [
      {
        id: 'sans-fin',
        text: fr`Elle revient sans fin, et prend le temps des autres tâches.`,
        right: true,
        why: fr`Rendre, c’est demander de réessayer. Sans limite, le broker obéit toujours. D’où la règle : après n essais, de côté.`,
      },
      {
        id: 'jetee',
        text: fr`Le broker la jette au premier échec, puisqu’elle est mauvaise.`,
        right: false,
        why: fr`Le broker ne sait pas qu’elle est mauvaise. L’échec pourrait venir d’une base en panne, et le suivant réussir.`,
      },
      {
        id: 'autre',
        text: fr`Elle va à un autre ouvrier, qui finit par y arriver.`,
        right: false,
        why: fr`Elle va peut-être à un autre, mais elle échoue à chaque fois : le défaut est dans la tâche, pas dans l’ouvrier.`,
      },
    ],
    show: inQueue(
      fr`envoie une tâche empoisonnée à un ouvrier : après trois essais, elle est mise de côté`,
      'mises-de-cote',
      { type: 'hire', takesMs: 500, prefetch: 1 },
      { type: 'send', count: 1, poison: true },
    ),
  },
];
