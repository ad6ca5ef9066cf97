'use client';
// What one can do with a consumer started from a page: pause, slow, commit, stop, kill. Only its owner can.
import { useId } from 'react';
import type { PageConsumerView } from '#contract/kafka-events.ts';
import { count } from '../../lab/format.ts';
import { useActions, useCommand } from './command.ts';
import { readingText } from './words.ts';

/** Artificial work per record one can choose, ms. */
const delays = [0, 100, 500, 1_000, 3_000, 10_000] as const;
const quiet =
  'rounded px-1 py-0.5 min-h-6 text-xs underline decoration-line-strong underline-offset-2 hover:bg-sunk disabled:text-muted disabled:no-underline';

/** Buttons that cannot be used stay visible and say why. */
export function ConsumerControls({ consumer, label }: { consumer: PageConsumerView; label: string }) {
  const { who } = useActions();
  const { run, busy, problem, blocked } = useCommand();
  const id = consumer.consumer;
  const alive = consumer.state === 'running' || consumer.state === 'paused' || consumer.state === 'starting';
  const why =
    blocked ??
    (consumer.owner === who.me ? null : notYours(who.nameOf(consumer.owner))) ??
    (alive ? null : 'Il s’arrête déjà.');
  const off = busy || why !== null;
  const button = (text: string, told: string, command: Parameters<typeof run>[0]) => (
    <button
      type="button"
      className={quiet}
      disabled={off}
      title={why ?? told}
      aria-label={`${text} ${label}`}
      onClick={() => void run(command)}
    >
      {text}
    </button>
  );
  return (
    <div className="projector-hidden -ml-1 mt-0.5">
      <p className="px-1 text-muted text-xs">{readingText(consumer)}</p>
      <div className="flex flex-wrap items-center gap-x-1">
        {consumer.state === 'paused'
          ? button('reprendre', 'Il se remet à lire', { type: 'resume-consumer', consumer: id })
          : button('pause', 'Il cesse de lire, mais reste membre', { type: 'pause-consumer', consumer: id })}
        <Slowness
          label={label}
          delayMs={consumer.delayMs}
          why={why}
          off={off}
          onChange={(delayMs) => void run({ type: 'slow-consumer', consumer: id, delayMs })}
        />
        {consumer.autoCommit
          ? null
          : button('valider', 'Il valide ce qu’il a lu jusqu’ici (OffsetCommit)', {
              type: 'commit-consumer',
              consumer: id,
            })}
        {button('arrêter', 'Il quitte le groupe proprement (LeaveGroup)', { type: 'stop-consumer', consumer: id })}
        {button('tuer', 'Ses connexions sont coupées sans un mot, comme kill -9', {
          type: 'kill-consumer',
          consumer: id,
        })}
      </div>
      {why !== null && blocked === null && alive ? <p className="px-1 text-muted text-xs">{why}</p> : null}
      {problem ? (
        <p role="alert" className="px-1 text-warn text-xs">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

const notYours = (name: string | null): string =>
  `Démarré par une autre personne${name === null ? '' : ` (${name})`}\u00a0: elle seule peut agir dessus.`;

/** How long each record takes it: a choice of delays, and the one it has. */
function Slowness(props: {
  label: string;
  delayMs: number;
  why: string | null;
  off: boolean;
  onChange(delayMs: number): void;
}) {
  const { label, delayMs, why, off, onChange } = props;
  const id = useId();
  const choices = [...new Set([...delays, delayMs])].sort((a, b) => a - b);
  return (
    <span className="inline-flex items-center">
      <label htmlFor={id} className="sr-only">
        lenteur de {label}, par message
      </label>
      <select
        id={id}
        className={`${quiet} bg-sheet no-underline [field-sizing:content]`}
        value={delayMs}
        disabled={off}
        title={why ?? 'Travail artificiel par message'}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {choices.map((each) => (
          <option key={each} value={each}>
            {each === 0 ? 'sans lenteur' : `${count(each)}\u00a0ms par message`}
          </option>
        ))}
      </select>
    </span>
  );
}
