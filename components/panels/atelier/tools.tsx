'use client';
// The buttons of the workshop: launch, kill, restart, play again, and the seed.
import { atelierBounds } from '#contract/atelier.ts';
import { Button } from '../../ui/button.tsx';
import { Restart } from '../../ui/icons.tsx';

export function Tools(props: {
  blocked: string | null;
  busy: boolean;
  /** A run is under way. */
  running: boolean;
  armed: boolean;
  /** Consumers that died and could start again. */
  dead: number;
  /** A run that can be played again. */
  replay: boolean;
  seed: number;
  onLaunch(lots: number): void;
  onReplay(): void;
  onCrash(): void;
  onRestart(): void;
  onSeed(seed: number): void;
}) {
  const { blocked, busy, running, armed, dead, replay, seed, onSeed } = props;
  const off = busy || blocked !== null;
  const set = (value: number) => onSeed(Math.min(atelierBounds.seed, Math.max(1, Math.trunc(value) || 1)));
  return (
    <>
      <label className="flex items-center gap-2 text-sm" data-cible="graine">
        graine
        <input
          type="number"
          min={1}
          max={atelierBounds.seed}
          value={seed}
          className="w-20 rounded-lg border border-line bg-sheet px-2 py-1 font-mono"
          onChange={(event) => set(Number(event.target.value))}
        />
      </label>
      <Button tone="primary" disabled={off} title={blocked ?? undefined} onClick={() => props.onLaunch(1)}>
        Lancer LOT_42
      </Button>
      <Button disabled={off} title={blocked ?? undefined} onClick={() => props.onLaunch(3)}>
        Plusieurs lots
      </Button>
      <Button disabled={off || !replay} onClick={props.onReplay}>
        <Restart /> Rejouer
      </Button>
      {dead > 0 ? (
        <Button className="border-warn! text-warn!" disabled={off} onClick={props.onRestart}>
          Redémarrer le consommateur
        </Button>
      ) : (
        <Button
          className="border-warn! text-warn! disabled:border-line! disabled:text-muted!"
          disabled={off || !running || armed}
          onClick={props.onCrash}
        >
          Panne entre (a) et (b)
        </Button>
      )}
    </>
  );
}
