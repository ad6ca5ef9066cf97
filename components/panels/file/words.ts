// The queue in a reader's words. Pure.
import type { FileEvent } from '#contract/file.ts';
import type { QueueBrokerName, QueueCapabilities } from '#contract/queue-capabilities.ts';
import type { FileState, TaskView } from '#labs/file/lab.ts';
import { counted } from '../../lab/format.ts';

export const brokerNames: Record<QueueBrokerName, string> = {
  embarque: 'embarqué',
  rabbitmq: 'RabbitMQ',
  redis: 'Redis',
  kafka: 'Kafka',
};

export const seconds = (ms: number): string => `${(ms / 1_000).toLocaleString('fr-FR')}\u00a0s`;
export const taskName = (number: number): string => (number > 0 ? `tâche ${number}` : 'tâche d’ailleurs');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What this broker cannot do, or does otherwise; each a sentence without its full stop. */
export function limitsOf(can: QueueCapabilities): string[] {
  const said: string[] = [];
  if (can.nack === 'no') said.push('pas de nack\u00a0: un ouvrier ne peut pas rendre une tâche');
  if (can.nack === 'claim') said.push('une tâche rendue attend qu’un ouvrier la réclame');
  if (!can.redelivered) said.push('rien ne dit qu’une livraison n’est pas la première');
  if (can.deadLetters === 'nobody') said.push('pas de file des tâches mises de côté');
  if (can.deadLetters === 'worker')
    said.push('c’est le programme de l’ouvrier qui met de côté une tâche, d’après le compte de Redis');
  if (can.prefetch === 'partition') said.push('un ouvrier a une tâche en main par partition');
  if (can.parallel !== null) said.push(`${can.parallel} ouvriers au plus travaillent à la fois`);
  if (!can.bounded) said.push('la file n’a pas de longueur maximale');
  if (typeof can.death === 'number')
    said.push(`un ouvrier mort n’est remarqué qu’après ${seconds(can.death)} de silence`);
  return said;
}

export const inPlace = ({ tasks }: FileState, place: TaskView['place']): TaskView[] =>
  tasks.filter((task) => task.place === place);

/** What stands, in one sentence; what to do when there is nothing. */
export function standing(state: FileState): string {
  if (state.broker === null) return 'Le serveur ouvre votre file…';
  const gone = state.gone > 0 ? `${goneText(state.broker.name, state.gone)} ` : '';
  const ready = inPlace(state, 'ready').length + state.before;
  const hand = inPlace(state, 'hand').length;
  const dead = inPlace(state, 'dead').length;
  if (state.workers.length === 0 && ready === 0 && hand === 0 && dead === 0 && state.sent === 0)
    return `${gone}Ajoutez un ouvrier, puis envoyez dix tâches.`;
  const parts = [
    counted(ready, 'prête'),
    counted(hand, 'non acquittée'),
    counted(state.done, 'faite'),
    ...(dead > 0 ? [`${counted(dead, 'mise de côté', 'mises de côté')}`] : []),
    ...(state.twice > 0 ? [counted(state.twice, 'faite deux fois', 'faites deux fois')] : []),
  ];
  const said = `${gone}${parts.slice(0, -1).join(', ')} et ${parts.at(-1)}.`;
  return ready > 0 && state.workers.length === 0 ? `${said} Personne ne travaille\u00a0: les tâches attendent.` : said;
}

/** The embedded broker is in the server, and was lost with it; another one may have done them since. */
function goneText(broker: QueueBrokerName, gone: number): string {
  const many = gone > 1;
  return broker === 'embarque'
    ? `${counted(gone, 'tâche')} ${many ? 'ont été perdues' : 'a été perdue'} avec le serveur qui ${many ? 'les' : 'la'} gardait.`
    : `${counted(gone, 'tâche')} d’avant ${many ? 'ne sont' : 'n’est'} plus dans la file.`;
}

/** `numberOf`: how the task of an event is called. */
export function eventText(event: FileEvent, numberOf: (task: string) => number): string {
  const named = (task: string): string => `la ${taskName(numberOf(task))}`;
  switch (event.type) {
    case 'opened':
      if (event.kept) return `Un autre serveur rouvre la file, restée sur le broker ${brokerNames[event.broker.name]}.`;
      return `La file s’ouvre sur le broker ${brokerNames[event.broker.name]}${event.waiting > 0 ? `\u00a0; ${counted(event.waiting, 'tâche d’avant y attend', 'tâches d’avant y attendent')}` : ''}.`;
    case 'sent':
      return `Le producteur envoie la ${taskName(event.number)}${event.poison ? ', empoisonnée' : ''}.`;
    case 'unsent':
      return `Le broker n’a pas pris ${named(event.task)}.`;
    case 'hired':
      return `L’ouvrier ${event.worker} arrive\u00a0: ${seconds(event.takesMs)} par tâche, prefetch ${event.prefetch}.`;
    case 'paced':
      return `L’ouvrier ${event.worker} met maintenant ${seconds(event.takesMs)} par tâche.`;
    case 'linked':
      return event.link === 'ready'
        ? `L’ouvrier ${event.worker} est relié au broker.`
        : `L’ouvrier ${event.worker} a perdu le broker et le rappelle.`;
    case 'left':
      return event.how === 'killed'
        ? `L’ouvrier ${event.worker} est tué, sans un mot.`
        : `L’ouvrier ${event.worker} s’en va, et rend ce qu’il avait en main.`;
    case 'given':
      return `L’ouvrier ${event.worker} reçoit la ${taskName(event.number)}${again(event)}.`;
    case 'acked':
      return `L’ouvrier ${event.worker} acquitte ${named(event.task)}\u00a0: elle quitte la file.`;
    case 'late':
      return `L’acquittement de ${named(event.task)} est arrivé trop tard\u00a0: elle reste à faire.`;
    case 'nacked':
      return event.requeue
        ? `L’ouvrier ${event.worker} rend ${named(event.task)} (nack).`
        : `L’ouvrier ${event.worker} refuse ${named(event.task)} (nack sans remise en file).`;
    case 'dead':
      return `${capital(`la ${taskName(event.number)}`)} est mise de côté\u00a0: ${whyText(event.why)}.`;
    case 'again':
      return `${capital(named(event.task))} est remise en file.`;
    default:
      event satisfies never;
      return '';
  }
}

function again({ redelivered, attempt }: Extract<FileEvent, { type: 'given' }>): string {
  if (redelivered !== true) return '';
  return attempt === null ? ', redistribuée' : `, redistribuée (essai ${attempt})`;
}

export const whyText = (why: 'tries' | 'refused' | null): string =>
  why === 'refused' ? 'un ouvrier l’a refusée' : 'trop d’essais';

export function numbersOf({ tasks, told }: FileState): (task: string) => number {
  const numbers = new Map<string, number>();
  for (const { event } of told) if ('number' in event) numbers.set(event.task, event.number);
  for (const { task, number } of tasks) numbers.set(task, number);
  return (task) => numbers.get(task) ?? 0;
}
