'use client';
// A panel by its name. Its code is fetched when it comes into view, so a page weighs its text until then.
import { useEffect, useRef, useState } from 'react';
import { type PanelName, panels } from '../panels/registry.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';

export function Panneau({ nom }: { nom: PanelName }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

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
