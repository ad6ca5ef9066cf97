// The named mistakes in French: what was seen, what it does to a reader, and which page says how to do it otherwise.
import type { Mistake, MistakeName } from '#labs/exercices-salon/judge/index.ts';
import { count } from '../lab/format.ts';

const nb = '\u00a0';
const page = {
  numbers: { title: 'Des numéros et un tampon', path: '/lecons/ordre/numeros-et-tampon' },
  traps: { title: 'Quatre pièges et leurs remèdes', path: '/lecons/ordre/pieges-et-remedes' },
  room: { title: 'Un salon, sa présence, son histoire', path: '/lecons/ordre/salon-presence-histoire' },
  acks: { title: 'Accuser réception', path: '/lecons/ordre/accuses-de-reception' },
} as const;

export type MistakeWords = {
  title: string;
  why: string;
  seen(mistake: Mistake): string;
  read: { title: string; path: string };
};

/** `3,4 s` */
const at = (t: number): string =>
  `${(t / 1_000).toLocaleString('fr-FR', { maximumFractionDigits: 2, minimumFractionDigits: 2 })}${nb}s`;
const list = (numbers: readonly number[]): string => numbers.map(count).join(', ');
/** What happened to the first, and to which others too. */
const others = ({ numbers }: Mistake): string =>
  numbers.length > 1 ? `\u00a0; de même pour ${list(numbers.slice(1))}` : '';
const first = ({ numbers }: Mistake): string => count(numbers[0] ?? 0);

export const mistakeWords: Record<MistakeName, MistakeWords> = {
  'numbers-unused': {
    title: 'Les numéros ne servent pas',
    why: 'Votre programme livre dans l’ordre d’arrivée\u00a0: un message en retard passe après son suivant, un double passe deux fois. Le numéro de chaque message dit sa place.',
    seen: (m) =>
      `à ${at(m.t)}, «${nb}reçu ${first(m)}${nb}» après un numéro plus grand\u00a0; et le ${count(m.numbers[1] ?? 0)} livré deux fois`,
    read: page.numbers,
  },
  'out-of-order': {
    title: 'Livre dans le désordre',
    why: 'Un numéro plus grand que l’attendu se garde, il ne se livre pas. Sinon le lecteur lit la réponse avant la question.',
    seen: (m) => `«${nb}reçu ${first(m)}${nb}» à ${at(m.t)}, après un numéro plus grand livré à ${at(m.since ?? 0)}`,
    read: page.numbers,
  },
  twice: {
    title: 'Compte un doublon deux fois',
    why: 'Un message peut revenir\u00a0: c’est le prix de ne rien perdre. À celui qui reçoit de reconnaître un numéro qu’il a déjà vu.',
    seen: (m) => `le ${first(m)} à ${at(m.since ?? 0)}, puis encore à ${at(m.t)}${others(m)}`,
    read: page.acks,
  },
  'endless-buffer': {
    title: 'Un tampon qui grossit sans fin',
    why: 'Votre programme attend un numéro qui ne viendra pas tout seul, et garde tout ce qui le suit. Un trou se redemande après un délai\u00a0; s’il n’existe plus, il se déclare perdu.',
    seen: (m) =>
      `à ${at(m.t)}, il attend toujours le ${first(m)}\u00a0; derrière lui, ${list(m.numbers.slice(1))} ne sont pas livrés`,
    read: page.numbers,
  },
  'no-resubscribe': {
    title: 'Pas de réabonnement après la coupure',
    why: 'Une connexion neuve n’est abonnée à rien. Se reconnecter ne suffit pas\u00a0: il faut redire subscribe.',
    seen: (m) => `coupé à ${at(m.since ?? 0)}, aucun abonnement à cette salle jusqu’à ${at(m.t)}`,
    read: page.traps,
  },
  'asks-all': {
    title: 'Redemande tout',
    why: 'Sans from, ou avec from\u00a0: 1, le serveur renvoie ce que vous avez déjà. Avec mille clients qui reviennent ensemble, c’est une avalanche. Donnez le prochain numéro attendu.',
    seen: (m) => `demande à ${at(m.t)}, alors que ${list(m.numbers)} étaient déjà livrés`,
    read: page.traps,
  },
  'silent-loss': {
    title: 'Une perte passée sous silence',
    why: 'Votre programme saute des numéros sans le dire. Le lecteur croit avoir tout lu\u00a0: c’est pire que de savoir ce qui manque.',
    seen: (m) => `ni reçus ni déclarés perdus\u00a0: ${list(m.numbers)}`,
    read: page.traps,
  },
  'lost-too-soon': {
    title: 'Déclare perdu ce qui existe encore',
    why: 'Le serveur gardait ce message. On ne le déclare perdu qu’après l’avoir demandé, quand oldest le dépasse.',
    seen: (m) => `«${nb}perdu${nb}» à ${at(m.t)} pour ${list(m.numbers)}`,
    read: page.traps,
  },
  'no-acks': {
    title: 'S’abonne sans demander les accusés',
    why: 'Sans acks\u00a0: true, le serveur ne retient rien pour vous\u00a0: ce qui se dit pendant votre absence ne revient pas.',
    seen: (m) => `subscribe sans acks à ${at(m.t)}`,
    read: page.acks,
  },
  'ack-before': {
    title: 'Acquitte avant d’avoir traité',
    why: 'Acquitter, c’est dire\u00a0: «\u00a0vous pouvez l’oublier\u00a0». Si le programme tombe juste après, le message n’est traité par personne.',
    seen: (m) => `ack du ${first(m)} à ${at(m.t)}, sans «${nb}traité ${first(m)}${nb}» avant lui${others(m)}`,
    read: page.acks,
  },
  'never-acks': {
    title: 'N’acquitte jamais',
    why: 'Le serveur garde tout et renvoie tout à chaque retour, jusqu’à la limite où il renonce. Traiter ne suffit pas\u00a0: il faut le dire.',
    seen: (m) => `${list(m.numbers)} traités, et aucun ack à ${at(m.t)}`,
    read: page.acks,
  },
  'forgets-ack': {
    title: 'Oublie d’acquitter',
    why: 'Un message traité et non acquitté reviendra toujours. Acquittez aussi les doublons que vous écartez.',
    seen: (m) => `traités, jamais acquittés\u00a0: ${list(m.numbers)}`,
    read: page.acks,
  },
  poses: {
    title: 'Publie sous le nom d’un autre',
    why: 'Le champ sender ne choisit pas qui parle\u00a0: une connexion est celle de la personne qu’elle a prouvé être. Le serveur a refusé.',
    seen: (m) => `à ${at(m.t)}, publish avec sender «${nb}${m.text ?? ''}${nb}»`,
    read: page.room,
  },
  'believes-text': {
    title: 'Croit le nom écrit dans le texte',
    why: 'N’importe qui peut écrire n’importe quel nom dans un message. L’expéditeur est le champ sender, que le serveur remplit lui-même.',
    seen: (m) => `réponse au ${first(m)} envoyée à ${m.text ?? '?'}, à ${at(m.t)}\u00a0: ce n’est pas son expéditeur`,
    read: page.room,
  },
  'wrong-reader': {
    title: 'Répond à quelqu’un d’autre',
    why: 'La réponse à un message privé va au sujet de son expéditeur\u00a0: @ suivi de sender.',
    seen: (m) => `réponse au ${first(m)} envoyée à ${m.text ?? '?'}, à ${at(m.t)}`,
    read: page.room,
  },
  leaks: {
    title: 'Dit dans la salle ce qui était privé',
    why: 'Une salle est lue par tous ses abonnés. Une réponse privée se publie dans @destinataire.',
    seen: (m) => `publié dans la salle à ${at(m.t)}\u00a0: «${nb}${m.text ?? ''}${nb}»`,
    read: page.room,
  },
  'misses-private': {
    title: 'Ne retrouve pas les messages privés manqués',
    why: 'Un sujet privé a ses numéros, comme une salle. Après une coupure, abonnez-vous aussi à @votre-nom, avec from.',
    seen: (m) => `dits pendant la coupure de ${at(m.since ?? 0)}, jamais répondus\u00a0: ${list(m.numbers)}`,
    read: page.traps,
  },
  invented: {
    title: 'Rend compte de ce qu’il n’a pas reçu',
    why: 'Le compte rendu porte un numéro que le serveur ne lui avait pas encore envoyé. Prenez le numéro dans le message (sequence), sans le compter vous-même.',
    seen: (m) => `numéro ${list(m.numbers)} annoncé à ${at(m.t)}`,
    read: page.numbers,
  },
  flood: {
    title: 'Inonde le serveur',
    why: 'Une boucle envoie sans attendre. Un client poli répond à ce qu’il reçoit, et espace ses essais.',
    seen: (m) =>
      m.numbers[0] ? `plus de ${first(m)} demandes en une seconde, à ${at(m.t)}` : `trop de demandes, à ${at(m.t)}`,
    read: page.traps,
  },
};
