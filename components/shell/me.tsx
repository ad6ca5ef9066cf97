'use client';
// Who one is, in the header: « Comment vous appelez-vous ? » until one says so, then the pseudonym. The form itself is fetched
// when it is asked for; nothing forces anybody to answer before a sandbox is wanted.
import dynamic from 'next/dynamic';
import { useSyncExternalStore } from 'react';
import { useMe } from '../realtime/use-people.ts';
import { Button } from '../ui/button.tsx';

const MeDialog = dynamic(() => import('./me-dialog.tsx').then((module) => module.MeDialog), { ssr: false });

let open = false;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** From anywhere: something needs a name. */
export function askName(wanted = true): void {
  open = wanted;
  for (const listener of listeners) listener();
}

export function Me() {
  const { person, name, wanted } = useMe();
  const shown = useSyncExternalStore(
    subscribe,
    () => open,
    () => false,
  );
  if (person === null) return null;
  return (
    <span className="projector-hidden">
      {name === null ? (
        <Button small tone="primary" className="whitespace-nowrap" onClick={() => askName()}>
          <span className="max-2xl:hidden">
            {wanted ? `«\u00a0${wanted}\u00a0» est pris. ` : ''}Comment vous appelez-vous&nbsp;?
          </span>
          <span className="2xl:hidden">{wanted ? 'Nom déjà pris' : 'Votre nom\u00a0?'}</span>
        </Button>
      ) : (
        <Button small className="max-w-40 max-split:max-w-28" title="Changer de pseudonyme" onClick={() => askName()}>
          <bdi className="truncate">{name}</bdi>
        </Button>
      )}
      {shown ? <MeDialog onClose={() => askName(false)} /> : null}
    </span>
  );
}
