// Where this page is in the numbering of a room: what it expects, what it holds back, what is missing.
import type { SalonRoom } from '#labs/chat/salon.ts';
import { numbersOf } from './words.ts';

const value = 'min-w-0 font-mono font-semibold [overflow-wrap:anywhere]';

export function NumbersOf({ room }: { room: SalonRoom }) {
  const { expected, held, lacks, duplicates, epoch } = numbersOf(room);
  return (
    <section aria-label="Numéros" data-cible="numeros" className="min-w-0 projection:order-first">
      <h3 className="mb-1 font-bold text-sm">Numéros</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm">
        <div className="contents" data-cible="attendu">
          <dt className="text-muted">prochain attendu</dt>
          <dd className={value} data-nombre="attendu">
            {expected}
          </dd>
        </div>
        <div className="contents" data-cible="tampon">
          <dt className="text-muted">en tampon</dt>
          <dd className={value}>{held}</dd>
        </div>
        <div className="contents" data-cible="manquent">
          <dt className="text-muted">manquent</dt>
          <dd className={value} data-nombre="manquent">
            {lacks}
          </dd>
        </div>
        <div className="contents" data-cible="doublons">
          <dt className="text-muted">doublons ignorés</dt>
          <dd className={value}>{duplicates}</dd>
        </div>
        <div className="contents projection:hidden" data-cible="epoque">
          <dt className="text-muted">numérotation</dt>
          <dd className={value}>{epoch}</dd>
        </div>
      </dl>
    </section>
  );
}
