'use client';
// A panel by its name. Its code is fetched when it comes into view, so a page weighs its text until then.
import { useEffect, useRef } from 'react';
import { type PanelName, panels } from '../panels/registry.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useNear } from '../ui/use-near.ts';
import { tellLabOpened } from './lab-opened.ts';

export function Panneau({ nom }: { nom: PanelName }) {
  const place = useRef<HTMLDivElement>(null);
  const seen = useNear(place);

  useEffect(() => {
    if (seen) tellLabOpened();
  }, [seen]);

  const Panel = panels[nom];
  return (
    <div ref={place} className="h-full min-h-80">
      {seen ? (
        <ErrorBoundary what="Le panneau">
          <Panel />
        </ErrorBoundary>
      ) : (
        <p className="p-6 text-muted">Le panneau s’ouvre…</p>
      )}
    </div>
  );
}
