'use client';
// Clair, sombre, système: a native list, one line.
import { type Theme, themes } from './boot.ts';
import { chooseTheme, useTheme } from './theme.ts';

const names: Record<Theme, string> = { system: 'Système', light: 'Clair', dark: 'Sombre' };

export function ThemeMenu() {
  const theme = useTheme();
  return (
    <select
      aria-label="Thème"
      value={theme}
      onChange={(event) => {
        const next = themes.find((each) => each === event.target.value);
        if (next) chooseTheme(next);
      }}
      className="projector-hidden rounded-lg border border-line bg-sheet px-2 py-1.5 text-ink text-sm"
    >
      {themes.map((each) => (
        <option key={each} value={each}>
          {names[each]}
        </option>
      ))}
    </select>
  );
}
