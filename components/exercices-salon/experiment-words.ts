// The experiments of the chat in French: what to do, and what was seen.
import type { Evidence, ExperimentId, StepId } from '#labs/exercices-salon/seen.ts';
import { count } from '../lab/format.ts';

const nb = '\u00a0';
const quoted = (text: string): string => `«${nb}${text}${nb}»`;
/** `Ada, Bob et Zoé` */
const list = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} et ${texts.at(-1)}`;

export const titles: Record<ExperimentId, string> = {
  'trois-clients': 'Trois clients, une salle',
  'deux-salles': 'Deux salles, un client dans les deux',
  rafale: 'Trois messages en rafale',
  presence: 'Arriver, partir, disparaître',
};

export const experimentTexts: Record<StepId, string> = {
  three:
    'Faites entrer trois clients de noms différents dans la même salle\u00a0: cette page, npm run chat, un programme',
  reached: 'Publiez un message de l’un des vôtres\u00a0: les trois le reçoivent',
  past: 'Faites entrer un client de plus, ou revenir l’un des trois\u00a0: il retrouve votre message dans l’histoire',
  both: 'Mettez l’un de vos clients dans deux salles à la fois',
  apart: 'Un message dit dans l’une n’arrive pas à celui qui n’est que dans l’autre',
  each: 'Votre client des deux salles reçoit un message de chacune, avec le numéro de chacune',
  burst: 'Envoyez msg1, msg2 et msg3 en moins de deux secondes',
  consecutive: 'Leurs trois numéros se suivent',
  order: 'Un autre client les reçoit tous les trois, dans cet ordre',
  join: 'Votre client apprend que quelqu’un arrive dans sa salle',
  leave: 'Il apprend un départ propre\u00a0: la salle est quittée, ou la connexion fermée avec un au revoir',
  lost: 'Il apprend une disparition brutale\u00a0: programme tué (kill -9), onglet fermé, câble arraché',
};

/** What was seen when a step was ticked, without « observé : ». */
export function evidenceText(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'three':
      return `${list(evidence.names)} dans ${quoted(evidence.room)}`;
    case 'reached':
      return `le numéro ${count(evidence.sequence)} de ${quoted(evidence.room)} a été remis à ${list(evidence.names)}`;
    case 'past':
      return `${evidence.name} a reçu l’histoire de ${quoted(evidence.room)}, du numéro ${count(evidence.from)} au ${count(evidence.to)}${nb}: votre ${count(evidence.sequence)} en est`;
    case 'both':
      return `${evidence.name} est dans ${list(evidence.rooms.map(quoted))}`;
    case 'apart':
      return `le numéro ${count(evidence.sequence)} de ${quoted(evidence.room)} n’a pas été remis à ${evidence.absent}, qui n’est que dans ${quoted(evidence.elsewhere)}`;
    case 'each':
      return `${evidence.name} a reçu ${list(evidence.heard.map(({ room, sequence }) => `le ${count(sequence)} de ${quoted(room)}`))}`;
    case 'burst':
      return `${list(evidence.texts.map(quoted))} en ${count(evidence.ms)}${nb}ms`;
    case 'consecutive':
      return `numéros ${list(evidence.numbers.map(count))} de ${quoted(evidence.room)}`;
    case 'order':
      return `${evidence.name} a reçu ${list(evidence.numbers.map(count))}, dans cet ordre`;
    case 'join':
      return `${evidence.name} est arrivé dans ${quoted(evidence.room)}`;
    case 'leave':
      return evidence.how === 'left'
        ? `${evidence.name} a quitté ${quoted(evidence.room)} en le demandant`
        : `${evidence.name} a fermé sa connexion avec un au revoir, et quitté ${quoted(evidence.room)}`;
    case 'lost':
      return `la connexion de ${evidence.name} s’est perdue sans un mot${nb}; le départ a été annoncé ${count(evidence.ms)}${nb}ms après`;
  }
}
