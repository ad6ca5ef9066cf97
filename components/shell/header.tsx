// The header of every page: where one is, how things stand, how to look.
import Link from 'next/link';
import { Chip } from '../ui/chip.tsx';
import { HeaderLive, SandboxBand } from './header-live-lazy.tsx';
import { Help } from './help.tsx';
import { Projector } from './projector.tsx';
import { SearchLink } from './search-link.tsx';
import { ThemeMenu } from './theme-menu.tsx';

export function Header({ place }: { place?: string }) {
  return (
    <header className="print:hidden sticky top-0 z-10 flex h-(--header) flex-col border-line border-b bg-sheet">
      <div className="flex min-h-0 flex-1 items-center gap-3 px-3 split:px-5">
        {/* Rarely clicked in a lesson: fetched ahead, the home page would weigh on every one of them. */}
        <Link href="/" prefetch={false} className="flex items-center gap-2 font-bold text-xl">
          <Logo />
          <span className="max-split:sr-only">Relais</span>
        </Link>
        {place ? (
          <Chip className="min-w-0 max-xl:hidden not-projection:max-[90rem]:hidden">
            <span className="truncate" title={place}>
              {place}
            </span>
          </Chip>
        ) : null}
        {/* All the room but the logo's, filled from the right: what comes from the server later moves nothing that is there. */}
        <div className="ml-auto flex min-w-0 shrink-0 grow items-center justify-end gap-2 xl:max-w-[calc(100%-8rem)]">
          <HeaderLive />
          <ThemeMenu />
          <span className="flex gap-2 max-split:hidden">
            <SearchLink />
            <Help />
            <Projector />
          </span>
        </div>
      </div>
      <SandboxBand />
    </header>
  );
}

function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7" fill="none" stroke="currentColor" strokeWidth="2.5">
      <path d="M11 15 21 9M11 17l10 6" />
      <circle cx="7.5" cy="16" r="4" />
      <circle cx="24.5" cy="7.5" r="4" />
      <circle cx="24.5" cy="24.5" r="4" />
    </svg>
  );
}
