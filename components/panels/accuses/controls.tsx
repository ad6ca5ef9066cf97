'use client';
// What one does to a subscriber: its connection, when it acknowledges, whether it does, and a crash in the middle of its work.
import type { AccusesCommand } from '#contract/accuses.ts';
import type { Subscriber } from '#labs/accuses/lab.ts';
import { Button } from '../../ui/button.tsx';
import { whenWords } from './words.ts';

export function SubscriberControls({
  one,
  who,
  blocked,
  onAsk,
}: {
  one: Subscriber;
  who: number;
  /** Why nothing can be asked now. */
  blocked: string | null;
  onAsk(command: AccusesCommand): void;
}) {
  const away = one.link === 'cut' || one.link === 'crashed';
  const off = { disabled: blocked !== null, title: blocked ?? undefined };
  return (
    <>
      <Button
        small
        {...off}
        tone={away ? 'primary' : 'plain'}
        data-cible="connexion"
        aria-label={`${away ? (one.link === 'crashed' ? 'Relancer' : 'Reconnecter') : 'Couper'} ${one.name}`}
        onClick={() => onAsk({ type: away ? 'connect' : 'cut', who })}
      >
        {away ? (one.link === 'crashed' ? 'Relancer' : 'Reconnecter') : 'Couper'}
      </Button>
      <Button
        small
        {...off}
        aria-label={`${one.withheld ? 'Acquitter enfin' : 'Retenir ses accusés'}, ${one.name}`}
        className={`whitespace-nowrap ${one.withheld ? 'border-warn! text-warn' : ''}`}
        data-cible="retenir"
        onClick={() => onAsk({ type: 'withhold', who, withheld: !one.withheld })}
      >
        {one.withheld ? 'Acquitter enfin' : 'Retenir ses accusés'}
      </Button>
      <label className="flex items-center gap-1 text-sm" data-cible="quand">
        acquitte
        <select
          {...off}
          aria-label={`${one.name} acquitte`}
          className="rounded-lg border border-line bg-sheet px-1.5 py-1 font-semibold"
          value={one.when}
          onChange={(event) =>
            onAsk({ type: 'acknowledge', who, when: event.target.value === 'before' ? 'before' : 'after' })
          }
        >
          <option value="after">{whenWords.after} le traitement</option>
          <option value="before">{whenWords.before} le traitement</option>
        </select>
      </label>
      <Button
        small
        {...off}
        disabled={blocked !== null || one.armed || one.link === 'crashed'}
        className="whitespace-nowrap"
        data-cible="panne"
        aria-label={`Panne de ${one.name} au milieu du traitement`}
        onClick={() => onAsk({ type: 'crash', who })}
      >
        Panne
      </Button>
    </>
  );
}
