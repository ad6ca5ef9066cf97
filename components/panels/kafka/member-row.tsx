'use client';
// One member of a group, and for consumers started from a page the buttons that act on it.
import type { PageConsumerView } from '#contract/kafka-events.ts';
import type { MemberState } from '#labs/kafka/state.ts';
import { useActions, useCommand } from './command.ts';
import { type Lag, type MemberStatus, totalLag } from './derive.ts';
import { LagEquations, LagWord } from './lag.tsx';
import { consumerStateText, partitionList } from './words.ts';

export function MemberRow({
  member,
  status,
  crowded,
  lags,
  topic,
  consumer,
}: {
  member: MemberState;
  status: MemberStatus;
  /** More members than partitions. */
  crowded: boolean;
  lags: readonly Lag[];
  topic: string;
  consumer: PageConsumerView | null;
}) {
  const { me } = useActions();
  const from = memberFrom(member, me);
  return (
    <li className="py-1.5" data-membre={member.label} data-statut={status}>
      <div className="flex items-baseline justify-between gap-2">
        <p className="min-w-0">
          <span className="font-bold">{member.label}</span>{' '}
          {status === 'owner' ? <span className="text-sm">← {partitionList(member.assignment, topic)}</span> : null}
        </p>
        {status === 'owner' ? <LagWord lag={totalLag(lags)} /> : null}
      </div>
      {status === 'owner' ? null : <p className="text-sm text-warn leading-snug">{statusText(status, crowded)}</p>}
      <p className="wrap-anywhere font-mono text-muted text-xs">
        {from}
        {member.origin === 'outside' ? <span className="projector-hidden"> · {member.address}</span> : null}
        {consumer && (consumer.state !== 'running' || consumer.delayMs > 0) ? (
          <strong className="text-ink">
            {' '}
            · {consumerStateText(consumer.state)}
            {consumer.delayMs > 0 ? `, ${consumer.delayMs}\u00a0ms par message` : ''}
          </strong>
        ) : null}
      </p>
      {consumer?.state === 'killed' ? (
        <p className="text-warn text-xs">
          Le groupe ne le sait pas encore&nbsp;: il l’attend {Math.round(member.sessionTimeoutMs / 1_000)}&nbsp;s
          (session) avant de donner ses partitions à d’autres.
        </p>
      ) : null}
      {lags.length > 0 ? <LagEquations lags={lags} /> : null}
      {consumer ? <ConsumerControls consumer={consumer} label={member.label} /> : null}
    </li>
  );
}

function statusText(status: Exclude<MemberStatus, 'owner'>, crowded: boolean): string {
  switch (status) {
    case 'idle':
      return crowded ? 'attend\u00a0: plus de consommateurs que de partitions' : 'attend\u00a0: aucune partition';
    case 'elsewhere':
      return 'lit un autre topic';
    case 'rebalancing':
      return 'attend la nouvelle répartition';
  }
}

/** Where a member runs: an outside program by its own name, a page by whose it is. */
export function memberFrom(member: MemberState, me: string | null): string {
  if (member.origin === 'outside') return member.clientId;
  return member.owner !== null && member.owner === me ? 'votre navigateur' : 'un autre navigateur';
}

/** A slowed consumer works this long on each record, ms. */
const slowMs = 1_000;

/** Buttons that cannot be used stay visible and say why. */
export function ConsumerControls({ consumer, label }: { consumer: PageConsumerView; label: string }) {
  const { me } = useActions();
  const { run, busy, problem, blocked } = useCommand();
  const id = consumer.consumer;
  const alive = consumer.state === 'running' || consumer.state === 'paused' || consumer.state === 'starting';
  const why =
    blocked ??
    (consumer.owner === me ? null : 'Démarré par une autre personne\u00a0: elle seule peut agir dessus.') ??
    (alive ? null : 'Il s’arrête déjà.');
  const off = busy || why !== null;
  const paused = consumer.state === 'paused';
  const slow = consumer.delayMs > 0;
  const button = (text: string, told: string, command: Parameters<typeof run>[0]) => (
    <button
      type="button"
      className="rounded px-1 py-0.5 text-xs underline decoration-line-strong underline-offset-2 hover:bg-sunk disabled:text-muted disabled:no-underline"
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
      <div className="flex flex-wrap gap-x-1">
        {paused
          ? button('reprendre', 'Il se remet à lire', { type: 'resume-consumer', consumer: id })
          : button('pause', 'Il cesse de lire, mais reste membre', { type: 'pause-consumer', consumer: id })}
        {slow
          ? button('accélérer', 'Sans travail artificiel', { type: 'slow-consumer', consumer: id, delayMs: 0 })
          : button('ralentir', 'Une seconde de travail par message', {
              type: 'slow-consumer',
              consumer: id,
              delayMs: slowMs,
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
