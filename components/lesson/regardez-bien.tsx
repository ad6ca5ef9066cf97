// Says where to look before something is run.
import type { ReactNode } from 'react';

export function RegardezBien({ children }: { children: ReactNode }) {
  return (
    <aside aria-label="Regardez bien" className="my-5 border-accent border-l-4 py-1 pl-4 [&>p]:my-0">
      <strong>Regardez bien —&nbsp;</strong>
      {children}
    </aside>
  );
}
