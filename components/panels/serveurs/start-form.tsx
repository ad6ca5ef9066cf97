'use client';
// How the two servers are to start: each alone, or linked; and what is missing when there is no Redis.
import type { Mode } from '#contract/serveurs.ts';
import { Button } from '../../ui/button.tsx';
import { modeText, noRedisText } from './words.ts';

export function StartForm(props: {
  redis: boolean | null;
  /** The demonstration that goes on, or the last one; null before the first. */
  played: Mode | null;
  blocked: string | null;
  onStart(mode: Mode): void;
  /** Null when nothing goes on. */
  onStop: (() => void) | null;
}) {
  const { redis, played, blocked, onStart, onStop } = props;
  // First one sees what is missing.
  const next: Mode = played === null || redis === false ? 'alone' : 'redis';
  const start = (mode: Mode, off: string | null) => (
    <Button
      tone={mode === next ? 'primary' : 'plain'}
      disabled={off !== null}
      title={off ?? undefined}
      onClick={() => onStart(mode)}
    >
      Démarrer {modeText[mode]}
    </Button>
  );
  return (
    <div className="space-y-2" data-cible="demarrer">
      <div className="flex flex-wrap items-center gap-2">
        {start('alone', blocked)}
        {start('redis', blocked ?? (redis === false ? noRedisText : null))}
        {onStop ? (
          <Button tone="quiet" onClick={onStop}>
            Tout arrêter
          </Button>
        ) : null}
      </div>
      {redis === false ? (
        <p className="rounded-lg bg-sunk p-2 text-sm" data-cible="sans-redis">
          <strong>{noRedisText}</strong> Lancez un Redis (<code>docker compose --profile brokers up -d redis</code>, ou{' '}
          <code>redis-server</code> sous Debian), puis Relais avec{' '}
          <code>REDIS_URL=redis://localhost:6379 npm start</code>.
        </p>
      ) : null}
    </div>
  );
}
