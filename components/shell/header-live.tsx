'use client';
// What the header knows only from the server: who one is, where one works, how things stand. Fetched after the page.
import { LiveChips } from './live-chips.tsx';
import { Me } from './me.tsx';
import { WorkspaceSwitch } from './workspace-switch.tsx';

export { SandboxBand } from './workspace-switch.tsx';

export function HeaderLive() {
  return (
    <>
      <Me />
      <WorkspaceSwitch />
      <LiveChips />
    </>
  );
}
