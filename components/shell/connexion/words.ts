// The doctor's French: what was seen, what it probably means, what to do, and how sure that is.
import type { Place } from '#contract/connexion-events.ts';
import type { Spoken } from '#labs/connexion/bytes.ts';
import type { Cause, Rung, Verdict } from '#labs/connexion/diagnosis.ts';
import type { Attempt } from '#labs/connexion/lab.ts';

export const rungNames: Record<Rung, string> = {
  reached: 'Le port est atteint',
  kafka: 'On y parle Kafka',
  metadata: 'Le programme demande où sont les partitions',
  back: 'Il revient à l’adresse annoncée',
  work: 'Il écrit, lit, ou rejoint un groupe',
};

export const verdictNames: Record<Verdict, string> = {
  yes: 'réussi',
  no: 'pas encore',
  waiting: 'en cours…',
  unknown: 'je ne peux pas dire',
};

export type Advice = {
  title: string;
  /** What the broker saw, and only that. */
  seen: string;
  means: string;
  todo: readonly string[];
  sure: 'certain' | 'probable' | 'incertain';
};

const spoken: Record<Spoken, string> = {
  http: 'une requête HTTP\u00a0: un navigateur, curl, ou un programme qui a pris ce port pour un site',
  tls: 'un début de TLS\u00a0: le programme veut chiffrer (security_protocol="SSL", ssl: true)',
  ssh: 'un client SSH',
  amqp: 'un client AMQP (RabbitMQ)',
  mqtt: 'un client MQTT',
  redis: 'un client Redis',
};

const notKafkaTodo: Partial<Record<Spoken, string>> = {
  http: 'Donnez cette adresse à une bibliothèque Kafka, sans «\u00a0http://\u00a0» devant.',
  tls: 'Enlevez le réglage SSL ou TLS\u00a0: ici, la connexion n’est pas chiffrée (PLAINTEXT).',
};

const address = (place: Place | null): string =>
  place?.advertised ? `${place.advertised.host}:${place.advertised.port}` : 'l’adresse annoncée';
const best = (place: Place | null): string => place?.addresses[0] ?? 'l’adresse de cette page';

function notKafka(cause: Extract<Cause, { kind: 'not-kafka' }>): Advice {
  const { bytes } = cause;
  const what = bytes?.spoken ?? null;
  return {
    title: 'Ce n’est pas du Kafka',
    seen: bytes
      ? `Premiers octets reçus\u00a0: ${bytes.hex} («\u00a0${bytes.ascii}\u00a0»). Le broker a fermé la connexion.`
      : `Le broker a fermé la connexion\u00a0: ${cause.detail ?? 'message illisible'}.`,
    means: what ? `C’est ${spoken[what]}.` : 'Le programme parle un autre protocole que Kafka.',
    todo: [(what && notKafkaTodo[what]) ?? 'Vérifiez que ce programme est bien un client Kafka, et son port.'],
    sure: what ? 'certain' : 'probable',
  };
}

const dead = (place: Place | null): Advice => ({
  title: 'L’adresse annoncée ne répond pas',
  seen: `Il a demandé où sont les partitions\u00a0; Kafka a répondu «\u00a0${address(place)}\u00a0», et personne n’est revenu. Le serveur n’atteint pas cette adresse non plus.`,
  means: 'Un client Kafka ne reste pas à la première adresse\u00a0: il se reconnecte à celle que Kafka annonce.',
  todo: [
    'Redémarrez Relais avec KAFKA_ADVERTISED_HOST=<adresse de cette machine>, et HOST=0.0.0.0 pour d’autres machines.',
  ],
  sure: 'probable',
});

const local = (place: Place | null): Advice => ({
  title: 'L’adresse annoncée désigne sa propre machine',
  seen: `Le programme vient d’une autre machine, et Kafka lui a dit de revenir à «\u00a0${address(place)}\u00a0».`,
  means:
    'Pour lui, cette adresse est la sienne, pas celle de cette machine\u00a0: il y cherche un Kafka qui n’y est pas.',
  todo: ['Redémarrez Relais avec HOST=0.0.0.0 KAFKA_ADVERTISED_HOST=<adresse de cette machine sur le réseau>.'],
  sure: 'certain',
});

function silent(addressIsGood: boolean, place: Place | null): Advice {
  const reasons = [
    'le programme attend, sans rien envoyer\u00a0: c’est normal, envoyez quelque chose\u00a0;',
    'le nom du topic est mal écrit\u00a0: lettres sans accent, chiffres, point, tiret, souligné\u00a0;',
  ];
  return {
    title: 'Métadonnées reçues, puis plus rien',
    seen: `Il a demandé où sont les partitions, et n’a rien écrit ni lu depuis.`,
    means: addressIsGood
      ? `L’adresse annoncée (${address(place)}) répond depuis cette machine\u00a0: ce n’est sans doute pas elle.`
      : `Je ne peux pas dire s’il atteint l’adresse annoncée (${address(place)}).`,
    todo: addressIsGood
      ? reasons
      : [...reasons, `il n’atteint pas ${address(place)}\u00a0: essayez-la depuis sa machine, pare-feu compris.`],
    sure: 'incertain',
  };
}

/** What is said of an attempt. */
export function adviceFor(cause: Cause, attempt: Attempt, place: Place | null): Advice {
  switch (cause.kind) {
    case 'works':
      return { title: 'Tout fonctionne', seen: workText(attempt), means: '', todo: [], sure: 'certain' };
    case 'in-progress':
      return { title: 'En cours…', seen: 'J’attends la suite.', means: '', todo: [], sure: 'certain' };
    case 'mute':
      return {
        title: 'Connecté, mais muet',
        seen: 'La connexion est ouverte et rien n’a été envoyé.',
        means:
          'Le réseau va bien. Un client Kafka parle le premier, aussitôt\u00a0: celui-ci n’en est sans doute pas un.',
        todo: ['Si c’est telnet ou nc\u00a0: le port répond, vous pouvez passer à un vrai client.'],
        sure: 'probable',
      };
    case 'probe':
      return {
        title: 'Ouvert, puis refermé sans un mot',
        seen: 'Une connexion s’est ouverte et s’est refermée sans rien envoyer.',
        means: 'C’est ce que fait un test de port. Le réseau va bien.',
        todo: ['Lancez maintenant un vrai client Kafka.'],
        sure: 'probable',
      };
    case 'not-kafka':
      return notKafka(cause);
    case 'auth':
      return {
        title: 'Il présente un mot de passe',
        seen: 'Le programme a commencé une authentification SASL. Ce Kafka n’en demande pas et a fermé la connexion.',
        means: 'Ses réglages viennent d’un autre Kafka, protégé celui-là.',
        todo: ['Enlevez security_protocol et sasl_… (kafka-python), sasl (kafkajs), security.protocol (kcat).'],
        sure: 'certain',
      };
    case 'refused':
      return {
        title: 'Une demande que ce Kafka ne sert pas',
        seen: `Le broker a fermé la connexion\u00a0: ${cause.detail}.`,
        means: 'La bibliothèque est trop ancienne, ou demande ce que ce Kafka embarqué n’a pas.',
        todo: ['Mettez la bibliothèque à jour, ou branchez un vrai Kafka (KAFKA_BROKERS).'],
        sure: 'certain',
      };
    case 'no-metadata':
      return {
        title: 'Un premier mot, puis plus rien',
        seen: 'Il a demandé ce que ce Kafka sait faire (ApiVersions), puis s’est arrêté.',
        means: 'Souvent un réglage que ce Kafka n’a pas (mot de passe), ou un programme arrêté aussitôt.',
        todo: ['Lisez le message d’erreur du programme\u00a0: il dit ce qu’il attendait.'],
        sure: 'incertain',
      };
    case 'advertised-dead':
      return dead(place);
    case 'advertised-local':
      return local(place);
    case 'only-looked':
      return {
        title: 'Il a regardé, puis il est parti',
        seen: 'Il a demandé la liste des topics et des partitions, puis a fermé la connexion.',
        means: 'C’est ce que fait kcat -L. S’il devait écrire ou lire, il s’est arrêté avant.',
        todo: [
          `S’il devait écrire\u00a0: lisez son message d’erreur, et essayez ${best(place)} avec un programme ci-contre.`,
        ],
        sure: 'incertain',
      };
    case 'silent':
      return silent(cause.addressIsGood, place);
    case 'no-work':
      return {
        title: 'Revenu, mais rien n’a bougé',
        seen: `Il est revenu à l’adresse annoncée (${attempt.apis.at(-1) ?? 'une demande'}), et rien n’a encore été écrit ni lu.`,
        means: 'L’adresse est bonne. Le topic est peut-être vide, ou l’envoi a été refusé.',
        todo: ['Regardez ce que le programme affiche, puis le panneau Kafka.'],
        sure: 'incertain',
      };
    default:
      return cause satisfies never;
  }
}

function workText({ work }: Attempt): string {
  const said = work.map(({ work: kind, name }) => {
    if (kind === 'produced') return `écrit dans ${name}`;
    return kind === 'fetched' ? `lit ${name}` : `membre du groupe ${name}`;
  });
  return `${said.join(', ')}.`;
}
