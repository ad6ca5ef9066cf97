// How fields of this panel look. No ligatures: what is typed as two signs is read as two.
export const noLigatures = '[font-variant-ligatures:none]';
export const inputClass = `min-w-0 rounded-lg border border-line bg-sheet px-2 py-1 font-mono ${noLigatures}`;
