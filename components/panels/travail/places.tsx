// Who is where, truly: the main process that carries this page, the demonstration server, the queue, the worker.
import { type TravailState, underWay } from '#labs/travail/lab.ts';

export function Places({ state }: { state: TravailState }) {
  const now = underWay(state);
  const queued = now?.stage === 'queued' ? 1 : 0;
  const inHand = now?.way === 'queue' && (now.stage === 'hand' || now.stage === 'working') ? 1 : 0;
  const frozen = now?.way === 'inline' && now.stage === 'working';
  return (
    <ol className="grid gap-2 @2xl:grid-cols-3" aria-label="Qui travaille où">
      <Place
        name="Serveur de démonstration"
        target="serveur"
        where={state.server === null ? 'pas là' : `thread ${state.server.thread}, avec sa propre boucle d’événements`}
        state={frozen ? 'gelé : il fait le rapport' : state.server === null ? 'fermé' : 'répond'}
        warn={frozen}
      />
      <Place
        name="File de travail"
        target="file"
        where="broker embarqué, dans le processus principal, qui transmet aussi les pings"
        state={`${queued} prête · ${inHand} non acquittée`}
        warn={false}
      />
      <Place
        name="Ouvrier"
        target="ouvrier"
        where={inHand && now?.thread ? `thread ${now.thread}, lancé pour cette tâche` : 'aucun thread en ce moment'}
        state={inHand && now ? `${now.done} élèves sur ${now.size}` : 'n’a rien à faire'}
        warn={false}
      />
    </ol>
  );
}

function Place(props: { name: string; target: string; where: string; state: string; warn: boolean }) {
  const { name, target, where, state, warn } = props;
  return (
    <li className={`rounded-xl border bg-sheet px-3 py-2 ${warn ? 'border-warn' : 'border-line'}`} data-cible={target}>
      <h3 className="font-bold">{name}</h3>
      <p className="text-muted text-sm projection:hidden">{where}</p>
      <p className={`text-sm ${warn ? 'font-semibold text-warn' : ''}`}>{state}</p>
    </li>
  );
}
