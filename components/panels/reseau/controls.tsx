'use client';
// The sliders of the network, its seed, the numbers, and the button that sends.
import { type NetworkSettings, reseauBounds } from '#contract/reseau.ts';
import { Button } from '../../ui/button.tsx';
import { sliders } from './settings.ts';

export function Sliders({ network, onChange }: { network: NetworkSettings; onChange(network: NetworkSettings): void }) {
  return (
    <div className="grid grid-cols-2 gap-x-5 gap-y-1 @container sm:grid-cols-3 lg:grid-cols-5" data-cible="curseurs">
      {sliders.map(({ name, label, most, step, unit }) => (
        <label key={name} className="block min-w-0 text-sm">
          <span className="flex justify-between gap-2">
            {label}
            <span className="font-mono">
              {network[name]}&nbsp;{unit}
            </span>
          </span>
          <input
            type="range"
            min={0}
            max={most}
            step={step}
            value={network[name]}
            aria-valuetext={`${network[name]} ${unit}`}
            className="block w-full accent-accent"
            onChange={(event) => onChange({ ...network, [name]: Number(event.target.value) })}
          />
        </label>
      ))}
    </div>
  );
}

export function Tools({
  network,
  replay,
  busy,
  blocked,
  problem,
  onChange,
  onSend,
}: {
  network: NetworkSettings;
  /** Sending would give the run one has just seen. */
  replay: boolean;
  busy: boolean;
  blocked: string | null;
  problem: string | null;
  onChange(network: NetworkSettings): void;
  onSend(): void;
}) {
  const seed = (value: number) =>
    onChange({ ...network, seed: Math.min(reseauBounds.seed, Math.max(1, Math.trunc(value) || 1)) });
  return (
    <>
      <label className="flex items-center gap-2 text-sm" data-cible="numeros">
        <input
          type="checkbox"
          className="accent-accent"
          checked={network.numbered}
          onChange={(event) => onChange({ ...network, numbered: event.target.checked })}
        />
        numéros
      </label>
      <label className="flex items-center gap-2 text-sm" data-cible="graine">
        graine
        <input
          type="number"
          min={1}
          max={reseauBounds.seed}
          value={network.seed}
          className="w-20 rounded-lg border border-line bg-sheet px-2 py-1 font-mono"
          onChange={(event) => seed(Number(event.target.value))}
        />
      </label>
      <Button onClick={() => seed((network.seed % reseauBounds.seed) + 1)}>Autre réseau</Button>
      <Button tone="primary" disabled={busy || blocked !== null} title={blocked ?? undefined} onClick={onSend}>
        {replay ? 'Rejouer' : 'Envoyer neuf messages'}
      </Button>
      {problem ? (
        <p role="alert" className="basis-full rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
    </>
  );
}
