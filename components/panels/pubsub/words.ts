// What happened between a publisher and its subscribers, in a reader's words. Pure.
import {
  type BrokerAtHand,
  type BrokerName,
  brokerNames,
  type Capabilities,
  type Leaving,
  type SceneEvent,
} from '#contract/pubsub.ts';
import type { Program } from '#labs/portes/lab.ts';
import type { Fate, Fates } from '#labs/pubsub/fates.ts';
import type { Scene, Standing } from '#labs/pubsub/run.ts';
import { counted } from '../../lab/format.ts';

export const brokerText: Record<BrokerName, string> = {
  embarque: 'Broker embarqué',
  redis: 'Redis',
  mqtt: 'MQTT',
  kafka: 'Kafka',
  rabbitmq: 'RabbitMQ',
};

/** What to set to have a real one; null for the one that is always there. */
const settings: Record<BrokerName, string | null> = {
  embarque: null,
  redis: 'REDIS_URL',
  mqtt: 'MQTT_URL',
  kafka: 'KAFKA_BROKERS',
  rabbitmq: 'AMQP_URL',
};

/** Where it is: « embarqué », or a real one at its address. */
export const placeText = ({ broker, real, address }: BrokerAtHand): string =>
  real ? `un vrai, ${address}` : broker === 'embarque' ? 'dans ce serveur' : `embarqué, ${address}`;

/** All the brokers of the course; those that this server does not have say which setting gives them. */
export const everyBroker = (atHand: readonly BrokerAtHand[]) =>
  brokerNames.map((broker) => ({
    broker,
    at: atHand.find((each) => each.broker === broker) ?? null,
    setting: settings[broker],
  }));

export const capabilityTexts = (can: Capabilities): { can: boolean; text: string }[] => [
  {
    can: can.remembersAbsent,
    text: can.remembersAbsent ? 'garde les messages des absents durables' : 'ne garde rien pour les absents',
  },
  { can: can.readsPast, text: can.readsPast ? 'relit le passé sur demande' : 'ne relit pas le passé' },
  {
    can: can.acknowledges,
    text: can.acknowledges ? 'attend l’accusé de chaque abonné' : 'n’attend pas d’accusé des abonnés',
  },
  {
    can: can.sharesWork,
    text: can.sharesWork ? 'a aussi des files d’attente' : 'n’a pas de file d’attente',
  },
];

export const kindText = ({ durable, from }: Standing): string =>
  durable ? 'durable' : from === 'beginning' ? 'ordinaire, depuis le début' : 'ordinaire';

export const presenceText = ({ there, lost }: Standing): string =>
  there ? 'en ligne' : lost ? 'connexion coupée' : 'hors ligne';

export const fateText: Record<Fate, string> = {
  received: 'reçu',
  doubled: 'reçu deux fois ou plus',
  missed: 'perdu',
  before: 'publié avant son arrivée',
  waiting: 'gardé par le broker',
  coming: 'en route',
  refused: 'refusé par le broker',
  unknown: 'sort inconnu',
};

/** `1 à 3, 5`, as short as it can be. */
export function numbersText(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const each of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === each - 1) last[1] = each;
    else runs.push([each, each]);
  }
  return runs
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from} à ${to}`))
    .join(', ');
}

/** The line under a subscriber: what it received, and what became of the rest. */
export function summaryOf({ cells, received, missed, doubled, waiting, inOrder }: Fates): string {
  const before = cells.filter((cell) => cell === 'before').length;
  const coming = cells.filter((cell) => cell === 'coming').length;
  const unknown = cells.filter((cell) => cell === 'unknown').length;
  const parts = [
    counted(received, 'reçu'),
    missed.length > 0 ? `${counted(missed.length, 'perdu')} (${numbersText(missed)})` : '0\u00a0perdu',
    doubled.length > 0 ? `${counted(doubled.length, 'doublé')} (${numbersText(doubled)})` : '0\u00a0doublé',
    ...(waiting.length > 0 ? [`${counted(waiting.length, 'gardé')} (${numbersText(waiting)})`] : []),
    ...(coming > 0 ? [`${coming}\u00a0en route`] : []),
    ...(unknown > 0 ? [`${unknown}\u00a0au sort inconnu`] : []),
    ...(before > 0 ? [`${before}\u00a0avant son arrivée`] : []),
    ...(inOrder === null ? [] : [inOrder ? 'dans l’ordre' : 'dans le désordre']),
  ];
  return parts.join(' · ');
}

/** What one sees now; what to do when there is nothing. */
export function outcomeText(scene: Scene, fates: readonly Fates[]): string {
  const { subscribers, published, ended } = scene;
  if (ended === 'lost')
    return 'Le serveur qui tenait cette diffusion a disparu\u00a0: les abonnés sont débranchés. Recommencez.';
  if (ended) return 'Personne n’a rien demandé depuis longtemps\u00a0: les abonnés sont débranchés. Recommencez.';
  if (subscribers.length === 0) return 'Aucun abonné\u00a0: qui publie maintenant parle dans le vide.';
  if (published === 0)
    return `${counted(subscribers.length, 'abonné')} à l’écoute. Publiez, puis débranchez quelqu’un.`;
  const last = fates.filter(({ cells }) => cells[published - 1] === 'received' || cells[published - 1] === 'doubled');
  const lost = fates.reduce((sum, { missed }) => sum + missed.length, 0);
  const kept = fates.reduce((sum, { waiting }) => sum + waiting.length, 0);
  const told = `Le message ${published} est arrivé chez ${counted(last.length, 'abonné')} sur ${subscribers.length}.`;
  const rest = [
    lost > 0 ? `${counted(lost, 'message perdu', 'messages perdus')} pour qui n’était pas là` : '',
    kept > 0 ? `${counted(kept, 'message gardé', 'messages gardés')} par le broker` : '',
  ].filter((text) => text !== '');
  return rest.length === 0 ? told : `${told} En tout\u00a0: ${rest.join(', ')}.`;
}

/** `name`: how the subscriber of the event is called. */
export function eventText(event: Exclude<SceneEvent, { type: 'queue' }>, name: string): string {
  switch (event.type) {
    case 'subscribed': {
      const { durable, from } = event.subscriber;
      const how = durable ? ', en abonné durable' : from === 'beginning' ? ', et demande tout depuis le début' : '';
      return `${name} s’abonne${how}.`;
    }
    case 'left':
      return event.reason === 'lost' ? `La connexion de ${name} est coupée.` : `${name} se débranche.`;
    case 'returned':
      return `${name} revient.`;
    case 'removed':
      return `${name} se désabonne.`;
    case 'published':
      return `Message ${event.sequence} publié.`;
    case 'refused':
      return `Le broker n’a pas pris le message ${event.sequence}.`;
    case 'received':
      return `${name} reçoit le ${event.sequence}${event.again ? ', que le broker dit avoir peut-être déjà envoyé' : ''}.`;
    case 'stranger':
      return `${name} reçoit un message d’un autre programme\u00a0: ${event.text}`;
    case 'ended':
      return event.lost
        ? 'Les abonnés sont débranchés\u00a0: le serveur qui les tenait a disparu.'
        : 'Les abonnés sont débranchés\u00a0: plus rien n’était demandé.';
    default:
      event satisfies never;
      return '';
  }
}

const leavingTexts: Record<Leaving, string> = {
  clean: 'parti proprement',
  lost: 'connexion coupée',
  silence: 'silencieux trop longtemps',
  replaced: 'remplacé par un autre du même nom',
  'too-large': 'coupé\u00a0: message trop gros',
  'too-slow': 'coupé\u00a0: il ne lisait plus',
  fault: 'coupé\u00a0: il ne parlait pas MQTT comme il faut',
};

export function programText({ persistent, resumed, will, left, filters }: Program): string {
  const session = persistent ? (resumed ? 'session reprise' : 'session gardée') : 'session d’une fois';
  const listens = filters.map(({ filter, qos }) => `${filter} (QoS ${qos})`).join(', ');
  return [
    left ? leavingTexts[left.how] : 'connecté',
    listens === '' ? 'n’écoute rien' : `écoute ${listens}`,
    session,
    ...(will === null ? [] : [`testament sur ${will}`]),
  ].join(' · ');
}
